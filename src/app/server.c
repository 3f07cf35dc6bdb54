/* SPDX-License-Identifier: MIT */
#include "app/server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/balancers.h"
#include "app/cache_folder.h"
#include "app/desk.h"
#include "app/desk_tokens.h"
#include "app/notify.h"
#include "app/server_internal.h"
#include "base/file.h"
#include "serve/search.h"
#include "serve/titan.h"

static void *worker_start(struct worker *worker, void *ctx)
{
	struct server *server = ctx;
	(void)worker;
	log_gather();
	return scanner_worker_new(server->first_table);
}

/* Each worker has taken its own reference of the first table: the one that waited for that goes. */
static void worker_begun(struct worker *worker, void *data)
{
	(void)worker;
	serve_table_drop(data);
}

static void lend_first_table(struct server *server)
{
	for (unsigned i = 0; i < workers_count(server->workers); i++)
		if (!workers_send(server->workers, i, worker_begun,
			    serve_table_ref(server->first_table)))
			serve_table_drop(server->first_table);
}

static void worker_loop_turn(struct worker *worker, void *ctx, void *data)
{
	(void)worker, (void)ctx, (void)data;
	log_flush();
}

static void worker_stop(struct worker *worker, void *ctx, void *data)
{
	struct server *server = ctx;
	(void)worker;
	scanner_worker_free(&server->serve, data);
	log_gather_end();
}

static void give_back(void *ctx, struct site *site)
{
	struct server *server = ctx;
	scanner_take(server->scanner, site);
}

static void tell_behind(void *ctx, unsigned number)
{
	struct server *server = ctx;
	scanner_look(server->scanner, number);
}

/* The first snapshots are there, or those of a reload. */
static void planned(void *ctx, const struct scanner_facts *facts)
{
	const struct server *server = ctx;
	supervise_tell(server->workers, facts);
	notify_ready();
}

/* Nobody sets this clock, and it goes on while the machine sleeps. */
static int64_t uptime_clock_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec;
}

/* On the status thread. */
static void gather(void *ctx, struct arena *arena, struct status *out)
{
	struct server *server = ctx;
	struct tally_entry *entries;
	supervise_counts(server->workers, &out->counts);
	out->workers = workers_count(server->workers);
	out->uptime_s = (unsigned long long)(uptime_clock_s() - server->started_s);
	scanner_facts(server->scanner, &out->facts);
	cache_counts(server->serve.cache, &out->cache);
	search_facts(server->serve.search, &out->search);
	titan_facts(server->serve.titan, &out->titan);
	out->log_dropped = log_dropped();
	out->found_count = tally_top(
		server->serve.tally, TALLY_FOUND, arena, STATUS_LIST_MAX, &entries);
	out->found = entries;
	out->missing_count = tally_top(
		server->serve.tally, TALLY_MISSING, arena, STATUS_LIST_MAX, &entries);
	out->missing = entries;
	pthread_mutex_lock(&server->lock);
	server_list_certificates(server, arena, out);
	out->people = server->counts.people;
	out->zones = server->counts.zones;
	pthread_mutex_unlock(&server->lock);
}

/* Without it readers are served as well; why is in the log. */
static void open_status(struct server *server)
{
	auto_arena struct arena arena = {0};
	(void)status_open(server->sockets.status_fd,
		arena_cstr(&arena, server->config->state), &server->status);
}

static void start_status(struct server *server)
{
	const struct status_source source = {gather, server};
	int error = server->status ? status_start(server->status, &source) : 0;
	if (!error)
		return;
	log_warning("`splashdown status` cannot be answered: %s", log_strerror(error));
	/* Nobody is to wait for it. */
	status_stop(server->status);
	server->status = NULL;
}

static void raise_descriptors(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur == limit.rlim_max)
		return;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit))
		log_warning(
			"cannot raise the limit of open files: %s", log_strerror(errno));
}

/* A folder that goes away later comes back with the next deploy; one that is not there at the start is
 * a mistake in its name. */
static int check_folders(const struct config *config)
{
	for (size_t i = 0; i < config->site_count; i++) {
		auto_close int fd = open(
			config->sites[i].folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd >= 0)
			continue;
		int error = -errno;
		log_error("the folder %.*s cannot be read: %s; name the folder of your "
			  "posts",
			SARG(config->sites[i].folder), log_strerror(error));
		return error;
	}
	return 0;
}

/* Without it readers have posts all the same. */
static void start_indexer(struct server *server)
{
	const struct indexer_options indexing = {
		.serve = &server->serve, .cache_folder = server->cache_folder};
	int error = indexer_new(&indexing, &server->indexer);
	if (error)
		log_warning("there are no searches, related posts and backlinks: the "
			    "background thread cannot be started: %s",
			log_strerror(error));
	if (error)
		search_set_all_off(server->serve.search);
}

/* The folder of indexes, which is to be written from within the sandbox. */
static void open_cache_folder(struct server *server)
{
	server->cache_folder = cache_folder_open(server->config);
	if (server->cache_folder)
		sandbox_allow(&server->sandbox, server->cache_folder,
			SANDBOX_READ | SANDBOX_WRITE);
}

/* On whatever thread took an upload. */
static void uploaded(void *ctx, const struct store *store)
{
	const struct server *server = ctx;
	if (server->scanner)
		scanner_uploaded(server->scanner, store);
}

/* Before the sandbox, in which no folder is made. */
static int open_uploads(struct server *server)
{
	server->uploads = uploads_new(uploaded, server);
	return uploads_open(server->uploads, server->config, &server->sandbox);
}

/* The threads that find what is to be served; @plan is taken over. */
static int start_scanner(struct server *server, struct scanner_plan *plan)
{
	struct scanner_options scanning = {.workers = server->workers,
		.serve = &server->serve,
		.check = server_check_certificates,
		.planned = planned,
		.loop_turn = server_look,
		.ctx = server,
		.sandbox = &server->sandbox};
	start_indexer(server);
	scanning.indexer = server->indexer;
	scanning.loop_turn_fds[0] =
		server->source->watch ? config_watch_fd(server->source->watch) : -1;
	scanning.loop_turn_fds[1] = config_watch_fd(server->people_watch);
	scanning.loop_turn_fds[SCANNER_UPLOADS] = uploads_fd(server->uploads);
	int code = scanner_new(&scanning, plan, &server->scanner);
	if (code)
		log_error("cannot start the background thread: %s", log_strerror(code));
	return code;
}

static int start(struct server *server)
{
	struct protocols *protocols = &server->protocols;
	struct workers_options options = {.count = server->config->workers,
		.start = worker_start,
		.loop_turn = worker_loop_turn,
		.stop = worker_stop,
		.ctx = server};
	struct balancers balancers;
	struct arena *arena = &server->config->arena;
	int code = check_folders(server->config);
	if (!code)
		code = server_start_tls(server);
	protocols_init(protocols, &server->serve, server->config, server->tls);
	if (!code)
		code = sockets_open(&server->sockets, protocols->list, protocols->count);
	for (size_t i = 0; i < server->source->listener_count; i++)
		sockets_add(&server->sockets, &server->source->listeners[i]);
	if (!code)
		code = balancers_read(arena, &server->config->proxy, &balancers);
	if (!code)
		code = open_uploads(server);
	if (code)
		return code;
	balancers_place(&server->sockets);
	open_status(server);
	open_cache_folder(server);
	/* All is open that needs more than serving does, and no other thread runs yet. */
	sandbox_start(&server->sandbox, server->config, status_path(server->status));
	server_watch_people(server); /* from before they are read on */
	struct scanner_plan *plan = server_plan(server, server->config);
	server->first_table = plan->table;
	config_limits(server->config, &options.limits);
	code = workers_new(&options, &server->workers);
	if (code) {
		log_error("cannot start the worker threads: %s", log_strerror(code));
		scanner_plan_free(plan);
		return code;
	}
	lend_first_table(server);
	code = start_scanner(server, plan);
	if (code)
		return code;
	supervise_init(&server->supervise, server->workers, server->scanner);
	start_status(server);
	balancers_trust(&balancers, &server->sockets, server->workers);
	for (size_t i = 0; i < server->sockets.count; i++)
		workers_listen(server->workers, &server->sockets.listeners[i]);
	sockets_log(&server->sockets, protocols->list, protocols->count, server->config);
	if (server->source->started)
		server->source->started(server->source->ctx);
	return 0;
}

static void stop(struct server *server)
{
	status_stop(server->status);
	indexer_stop(server->indexer);
	scanner_stop(server->scanner);
	search_stop(server->serve.search);
	if (server->workers)
		workers_stop(server->workers);
	supervise_fini(&server->supervise);
	indexer_free(server->indexer);
	scanner_free(server->scanner);
	workers_free(server->workers);
	workers_end_queue();
	sockets_close(&server->sockets);
	tls_context_free(server->tls);
	uploads_free(server->uploads);
	search_free(server->serve.search);
	titan_free(server->serve.titan);
	cache_free(server->serve.cache);
	cache_free(server->serve.tables);
	tally_free(server->serve.tally);
	desk_tokens_free(server->serve.desk_tokens);
	sandbox_fini(&server->sandbox);
	free(server->cache_folder);
	pthread_mutex_destroy(&server->lock);
	protocols_fini(&server->protocols);
	config_watch_free(server->people_watch);
	arena_fini(&server->served.arena);
	config_fini(server->config);
	free(server->config);
}

/* Blocks the signals in this thread, and so in all that it starts; they are waited for instead. */
static void block_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

int server_run(struct config *config, const struct server_source *source)
{
	struct server server = {.config = config,
		.started_s = uptime_clock_s(),
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.source = source};
	struct log_settings log;
	sigset_t signals;

	sockets_init(&server.sockets);
	sandbox_init(&server.sandbox);
	config_log(config, &log);
	log_setup(&log);
	block_signals(&signals);
	log_open(LOG_JOURNAL_SOCKET);
	raise_descriptors();
	server.serve = (struct serve){.cache = cache_new(config->cache_bytes),
		.tables = cache_new(SERVE_TABLES_MAX_BYTES),
		.tally = tally_new(),
		.search = search_new(),
		.titan = titan_new(),
		.desk = desk_page,
		.desk_target = desk_target,
		.desk_tokens = desk_tokens_new(),
		.site_free = give_back,
		.site_behind = tell_behind,
		.ctx = &server};
	/* A file that is saved meanwhile waits until all is there. */
	pthread_mutex_lock(&server.lock);
	server_stamp_config(&server);
	int code = start(&server);
	pthread_mutex_unlock(&server.lock);
	while (!code) {
		if (supervise_wait(&server.supervise, &signals) != SIGHUP)
			break;
		server_reload(&server);
	}
	if (!code) {
		notify_stopping();
		pthread_mutex_lock(&server.lock);
		log_info("stopping: replies have %u s to finish",
			(unsigned)(server.config->drain_ms / 1000));
		pthread_mutex_unlock(&server.lock);
	}
	stop(&server);
	log_close();
	return code ? 1 : 0;
}
