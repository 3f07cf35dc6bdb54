/* SPDX-License-Identifier: MIT */
#include "app/sockets.h"

#include <errno.h>
#include <netinet/in.h>
#include <unistd.h>

#include "base/log.h"

void sockets_init(struct sockets *sockets)
{
	*sockets = (struct sockets){.status_fd = -1};
}

static struct slice address_text(struct buf *text, const struct sockaddr_storage *address)
{
	buf_clear(text);
	listener_put_address(text, address);
	return buf_slice(text);
}

/* --- passed sockets ---------------------------------------------------------------------------- */

static const struct sockets_protocol *find(
	const struct sockets_protocol *protocols, size_t count, struct slice name)
{
	for (size_t i = 0; i < count; i++) {
		struct slice service = slice_str(protocols[i].service->name);
		const struct config_site *only = protocols[i].only;
		struct slice host = slice_from(name, service.len + 1);

		if (slice_eq(service, name))
			return &protocols[i];
		/* "gopher-other.example": a protocol that has a socket for each site. */
		if (only && only->hosts.count && slice_starts(name, service) &&
			host.len && name.ptr[service.len] == '-' &&
			slice_eq(only->hosts.items[0], host))
			return &protocols[i];
	}
	return NULL;
}

/* "gemini-proxy", "gopher-other.example-proxy": for balancers only. */
static const struct sockets_protocol *find_named(const struct sockets_protocol *protocols,
	size_t count, struct slice name, bool *proxy)
{
	const struct slice suffix = S("-proxy");
	const struct sockets_protocol *found = find(protocols, count, name);

	*proxy = !found && slice_ends(name, suffix);
	return *proxy ? find(protocols, count, slice_head(name, name.len - suffix.len))
		      : found;
}

/* One passed socket goes where its name says; what is of no use is closed, so that nobody waits on
 * it for an answer. */
static int take(struct sockets *sockets, const struct sockets_protocol *protocols,
	size_t count, const struct listener_passed *passed)
{
	bool proxy;
	const struct sockets_protocol *protocol =
		find_named(protocols, count, passed->name, &proxy);
	bool is_status = slice_eq(passed->name, S(SOCKETS_STATUS_NAME));
	struct sockaddr_storage address;
	int error = listener_take(passed->fd, &address);

	if (!error && is_status && address.ss_family == AF_UNIX &&
		sockets->status_fd < 0) {
		sockets->status_fd = passed->fd;
		return 0;
	}
	if (!error && protocol && address.ss_family != AF_UNIX &&
		sockets->count < SOCKETS_MAX) {
		sockets->listeners[sockets->count++] = (struct listener){.fd = passed->fd,
			.service = protocol->service,
			.tls = protocol->tls,
			.address = address,
			.preface_only = proxy,
			.kept = true};
		return 0;
	}
	close(passed->fd);
	if (error)
		log_error("the passed socket \"%.*s\" is not a listening socket: %s",
			SARG(passed->name), log_strerror(error));
	else
		log_warning("the passed socket \"%.*s\" is ignored; set "
			    "FileDescriptorName= to gemini, gopher, gemini-proxy, "
			    "gopher-proxy or " SOCKETS_STATUS_NAME,
			SARG(passed->name));
	return error;
}

static int take_passed(
	struct sockets *sockets, const struct sockets_protocol *protocols, size_t count)
{
	auto_arena struct arena arena = {0};
	struct listener_passed *passed;
	int last = 0;

	int passed_count = listener_passed(&arena, &passed);
	for (int i = 0; i < passed_count; i++) {
		int error = take(sockets, protocols, count, &passed[i]);
		if (error)
			last = error;
	}
	if (passed_count < 0) {
		log_error("the passed sockets cannot be used: %s",
			log_strerror(passed_count));
		last = passed_count;
	}
	sockets->passed = sockets->count > 0;
	return last;
}

/* --- sockets of our own -------------------------------------------------------------------------- */

static void log_refusal(const struct sockets_protocol *protocol, struct slice address,
	int error, bool ours_to_lack)
{
	const char *name = protocol->service->name;

	if (ours_to_lack) {
		log_info("not listening on %.*s: %s", SARG(address), log_strerror(error));
		return;
	}
	switch (-error) {
	case EADDRINUSE:
		log_error(
			"cannot listen on %.*s: %s; another program listens there; stop "
			"it or choose another port with --%s ADDR:PORT",
			SARG(address), log_strerror(error), name);
		return;
	case EACCES:
		log_error("cannot listen on %.*s: %s; ports below 1024 need "
			  "CAP_NET_BIND_SERVICE; choose another with --%s ADDR:PORT",
			SARG(address), log_strerror(error), name);
		return;
	case EPERM:
		log_error("cannot listen on %.*s: %s; the service manager forbids this "
			  "port; allow it with SocketBindAllow=",
			SARG(address), log_strerror(error));
		return;
	case EADDRNOTAVAIL:
		log_error("cannot listen on %.*s: %s; this machine has no such address",
			SARG(address), log_strerror(error));
		return;
	default:
		log_error("cannot listen on %.*s: %s; choose another address with --%s "
			  "ADDR:PORT",
			SARG(address), log_strerror(error), name);
		return;
	}
}

/* An IPv6 address that this machine does not have is left out: it may have no IPv6 at all. */
static int open_one(struct sockets *sockets, const struct sockets_protocol *protocol,
	const struct sockaddr_storage *address, bool proxy)
{
	auto_buf struct buf text = BUF(128);
	int fd = sockets->count < SOCKETS_MAX ? listener_open(address) : -E2BIG;
	bool lacking = (fd == -EADDRNOTAVAIL || fd == -EAFNOSUPPORT);

	if (fd >= 0) {
		sockets->listeners[sockets->count++] = (struct listener){.fd = fd,
			.service = protocol->service,
			.tls = protocol->tls,
			.address = *address,
			.preface_only = proxy};
		return 0;
	}
	log_refusal(protocol, address_text(&text, address), fd,
		lacking && address->ss_family == AF_INET6);
	return lacking ? 0 : fd;
}

static int open_configured(
	struct sockets *sockets, const struct sockets_protocol *protocol)
{
	int last = 0;

	for (size_t i = 0; i < protocol->where->count; i++) {
		struct sockaddr_storage addresses[2];
		bool proxy;
		int count = config_listen(protocol->where->items[i],
			protocol->standard_port, addresses, &proxy);

		if (count < 0) {
			log_error("not an address to listen on: \"%.*s\"; write "
				  "ADDR:PORT, [ADDR6]:PORT or PORT, with \" proxy\" "
				  "after it for load balancers",
				SARG(protocol->where->items[i]));
			return count;
		}
		for (int j = 0; j < count; j++) {
			int error = open_one(sockets, protocol, &addresses[j], proxy);
			if (error)
				last = error;
		}
	}
	return last;
}

static void set_port(struct sockaddr_storage *address, uint16_t port)
{
	if (address->ss_family == AF_INET6)
		((struct sockaddr_in6 *)address)->sin6_port = htons(port);
	else
		((struct sockaddr_in *)address)->sin_port = htons(port);
}

/* On the standard port beside another protocol, else on the other one. */
static void open_beside_one(struct sockets *sockets,
	const struct sockets_protocol *protocol, struct sockaddr_storage *address)
{
	const char *name = protocol->service->name;
	auto_buf struct buf text = BUF(128);
	set_port(address, protocol->standard_port);
	int fd = sockets->count < SOCKETS_MAX ? listener_open(address) : -E2BIG;

	if (fd == -EACCES || fd == -EPERM) {
		set_port(address, protocol->other_port);
		fd = listener_open(address);
		if (fd >= 0)
			log_info("%s is on port %u: port %u needs CAP_NET_BIND_SERVICE; "
				 "choose another with --%s ADDR:PORT",
				name, protocol->other_port, protocol->standard_port,
				name);
	}
	if (fd >= 0)
		sockets->listeners[sockets->count++] = (struct listener){.fd = fd,
			.service = protocol->service,
			.tls = protocol->tls,
			.address = *address};
	else if ((fd == -EADDRNOTAVAIL || fd == -EAFNOSUPPORT) &&
		 address->ss_family == AF_INET6)
		log_info("not listening on %.*s: %s", SARG(address_text(&text, address)),
			log_strerror(fd));
	else
		log_warning("%s is not served on %.*s: %s; choose another address with "
			    "--%s ADDR:PORT, or turn it off with --no-%s",
			name, SARG(address_text(&text, address)), log_strerror(fd), name,
			name);
}

/* Two ports of one address are beside one and the same. */
static bool has_address(const struct sockets *sockets,
	const struct sockets_protocol *protocol, const struct sockaddr_storage *address)
{
	struct sockaddr_storage wanted = *address;

	for (size_t i = 0; i < sockets->count; i++) {
		const struct listener *listener = &sockets->listeners[i];

		set_port(&wanted, listener_port(&listener->address));
		if (listener->service == protocol->service &&
			memcmp(&wanted, &listener->address, sizeof(wanted)) == 0)
			return true;
	}
	return false;
}

static void open_beside(struct sockets *sockets, const struct sockets_protocol *protocol)
{
	for (size_t i = 0; i < protocol->beside->count; i++) {
		struct sockaddr_storage addresses[2];
		bool proxy;
		int count = config_listen(protocol->beside->items[i],
			protocol->standard_port, addresses, &proxy);

		/* What is for balancers has nothing beside it that they would not know of. */
		for (int j = 0; j < count && !proxy; j++) {
			if (!has_address(sockets, protocol, &addresses[j]))
				open_beside_one(sockets, protocol, &addresses[j]);
		}
	}
}

int sockets_open(
	struct sockets *sockets, const struct sockets_protocol *protocols, size_t count)
{
	int last = take_passed(sockets, protocols, count);

	for (size_t i = 0; i < count && !last && !sockets->passed; i++) {
		if (protocols[i].beside)
			open_beside(sockets, &protocols[i]);
		else
			last = open_configured(sockets, &protocols[i]);
	}
	if (!last && !sockets->count) {
		last = -EADDRNOTAVAIL;
		log_error("nothing to listen on: this machine has none of these "
			  "addresses; choose others with --gemini ADDR:PORT");
	}
	return last;
}

void sockets_add(struct sockets *sockets, const struct listener *listener)
{
	if (sockets->count < SOCKETS_MAX)
		sockets->listeners[sockets->count++] = *listener;
	else
		close(listener->fd);
}

/* --- what people want to know --------------------------------------------------------------------- */

uint16_t sockets_port(const struct sockets *sockets, const struct service *service)
{
	const struct listener *found = NULL;

	for (size_t i = 0; i < sockets->count; i++) {
		const struct listener *listener = &sockets->listeners[i];

		if (listener->service == service &&
			(!found || (found->preface_only && !listener->preface_only)))
			found = listener;
	}
	return found ? listener_port(&found->address) : 0;
}

static bool is_loopback(const struct sockaddr_storage *address)
{
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)address;
	if (address->ss_family == AF_INET)
		return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	return address->ss_family == AF_INET6 &&
	       (IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr) ||
		       (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr) &&
			       v6->sin6_addr.s6_addr[12] == 127));
}

bool sockets_are_public(const struct sockets *sockets, const struct service *service)
{
	for (size_t i = 0; i < sockets->count; i++) {
		const struct listener *listener = &sockets->listeners[i];
		if (listener->service == service &&
			(listener->preface_only || !is_loopback(&listener->address)))
			return true;
	}
	return false;
}

void sockets_log(const struct sockets *sockets, const struct sockets_protocol *protocols,
	size_t count, const struct config *config)
{
	auto_buf struct buf text = BUF(128);

	for (size_t i = 0; i < sockets->count; i++)
		log_info("listening on %.*s (%s%s%s)",
			SARG(address_text(&text, &sockets->listeners[i].address)),
			sockets->listeners[i].service->name,
			sockets->listeners[i].preface_only ? ", for balancers" : "",
			sockets->passed ? ", passed" : "");
	for (size_t i = 0; i < count; i++) {
		unsigned port = sockets_port(sockets, protocols[i].service);
		const char *scheme = protocols[i].service->name;

		if (port && protocols[i].advertised_port)
			port = protocols[i].advertised_port;
		for (size_t j = 0; port && j < config->site_count; j++) {
			struct slice host = config->sites[j].hosts.items[0];

			if (protocols[i].only && protocols[i].only != &config->sites[j])
				continue;

			if (port == protocols[i].standard_port)
				log_info("open %s://%.*s/", scheme, SARG(host));
			else
				log_info("open %s://%.*s:%u/", scheme, SARG(host), port);
		}
	}
	if (config->is_local && !sockets->passed)
		log_info("only this machine can connect; to publish the capsule, set its "
			 "host name with --host");
}

void sockets_close(struct sockets *sockets)
{
	for (size_t i = 0; i < sockets->count; i++)
		close(sockets->listeners[i].fd);
	sockets->count = 0;
}
