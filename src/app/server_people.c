/* SPDX-License-Identifier: MIT */
/* Who may read what, for a running server: looked up anew whenever the configuration or the list of people in
 * the state folder was saved. */
#include <time.h>

#include "app/people.h"
#include "app/server_internal.h"

const char *server_people_file(struct arena *arena, const struct config *config)
{
	return arena_printf(arena, "%.*s/" PEOPLE_FILE, SARG(config->state)).ptr;
}

/* Says it when it is not what was said last. */
static void log_people(struct server *server, const struct config *config,
	const struct people *people, const struct diag_list *diags)
{
	auto_buf struct buf all = BUF(BUF_UNLIMITED);
	for (size_t i = 0; i < config->site_count; i++) {
		auto_buf struct buf lines = BUF(BUF_UNLIMITED);
		people_describe(&lines, &people[i]);
		struct slice rest = buf_slice(&lines), line;
		while (slice_next_line(&rest, &line))
			buf_printf(&all, "%.*s%.*s\n",
				SARG(config->sites[i].hosts.items[0]), SARG(line));
	}
	unsigned long long said = slice_hash(buf_slice(&all));
	for (size_t i = 0; i < diags->count; i++)
		said = slice_hash_more(said, diags->items[i].message);
	if (said == server->people_said)
		return;
	server->people_said = said;
	for (size_t i = 0; i < diags->count; i++)
		diag_log(&diags->items[i], slice_none);
	struct slice rest = buf_slice(&all), line;
	while (slice_next_line(&rest, &line))
		log_info("%.*s", SARG(line));
	if (all.len && time(NULL) < PEOPLE_CLOCK_MIN)
		log_warning("the clock of this machine is wrong: certificates of readers "
			    "do not expire until it is set");
}

const struct people *server_people(
	struct server *server, const struct config *config, struct arena *arena)
{
	auto_arena struct arena scratch = {0};
	auto_diags struct diag_list diags = {0};
	struct people *list = arena_array(arena, config->site_count, struct people);
	struct people_file file;

	server->people_stamp = people_stamp(server_people_file(&scratch, config));
	people_file_read(&scratch, arena_cstr(&scratch, config->state), &file, &diags);
	server->counts.zones = server->counts.people = 0;
	for (size_t i = 0; i < config->site_count; i++) {
		list[i].is_broken = server->is_unsettled;
		people_merge(arena, config, &config->sites[i], &file, &diags, &list[i]);
		server->counts.zones += list[i].zones.count;
		server->counts.people += people_count(&list[i]);
	}
	log_people(server, config, list, &diags);
	return list;
}

bool server_stamp_config(struct server *server)
{
	bool differs = false;

	for (size_t i = 0; server->source->watch && i < CLI_CONFIG_FILES; i++) {
		struct slice path = config_watch_file(server->source->watch, i);
		struct serve_source *file = &server->config_files[i];
		if (!path.len)
			break;
		const struct serve_source now = {path.ptr, people_stamp(path.ptr)};
		differs |= now.stamp != file->stamp;
		*file = now;
		server->config_file_count = i + 1;
	}
	return differs;
}

void server_people_sources(const struct server *server, const struct config *config,
	struct arena *arena, struct serve_table *table)
{
	const size_t count = server->config_file_count;
	struct serve_source *list = arena_array(arena, count + 1, struct serve_source);

	for (size_t i = 0; i < count; i++)
		list[i] = (struct serve_source){
			arena_cstr(arena, slice_str(server->config_files[i].path)),
			server->config_files[i].stamp};
	list[count] = (struct serve_source){
		server_people_file(arena, config), server->people_stamp};
	table->people_sources = list;
	table->people_source_count = count + 1;
}

bool server_people_changed(struct server *server, int *wait_ms)
{
	auto_arena struct arena arena = {0};

	return config_watch_look(server->people_watch, wait_ms) ||
	       people_stamp(server_people_file(&arena, server->config)) !=
		       server->people_stamp;
}

void server_watch_people(struct server *server)
{
	auto_arena struct arena arena = {0};
	const char *file = server_people_file(&arena, server->config);

	if (!server->people_watch)
		server->people_watch = config_watch_new(&file, 1, false);
	else if (!slice_eq(slice_str(file), config_watch_file(server->people_watch, 0)))
		config_watch_set(server->people_watch, &file, 1);
}
