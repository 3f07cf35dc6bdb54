/* SPDX-License-Identifier: MIT */
/* faults idle PID: does that process have time to spare, within a few seconds?
 *
 * faults FOLDER PRELOAD <RULES: starts the server once for each rule, with tests/preload/fault in front of it,
 * and says what became of it. FOLDER is for scratch. $SPLASHDOWN is the program.
 *
 * A rule is a line "STATE REQUESTS SEED FAULT": STATE is "kept", or "new" for a start without any; REQUESTS
 * is how many of each kind (Gemini, Gopher, Gopher over TLS); SEED and FAULT are of the shim. The fault lasts over
 * the start, the requests, an upload, a saved post, SIGHUP, a search and a question for the status. Then it ends,
 * and all readers must get all pages again, with what was uploaded if that was said. It is there once more when
 * the server is told to end.
 *
 * Status 0 when no run failed: each ended in service, or with a message and a status of 1 to 127. A run fails
 * when the server crashes, waits for ever, uses more than 5 % of a processor while it waits, sends
 * a wrong page, or has another certificate or key afterwards. Its log is kept in FOLDER/failed-N.log.
 * Complaints of all runs are in FOLDER/said. With "log" as FAULT nothing fails, and FOLDER/calls lists the calls that can. */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define POSTS        6
#define PICTURE      (300 * 1024)
#define REPLY_MAX    (512 * 1024)
#define PATIENCE_S   10 /* for one reply, for the end */
#define RECOVERY_MS  30000
#define BEGIN_MS     3000
#define RULE_BYTES   1024
#define UPLOADS_MAX  500
#define IDLE_MS      50
#define IDLE_SAMPLES 25
#define IDLE_TRIES   100
#define IDLE_PERCENT 5

enum how { GEMINI, GOPHER, GOPHERS };

static const struct question {
	enum how how;
	const char *path, *begins, *holds;
} questions[] = {
	{GEMINI, "/", "20 text/gemini", "Post 1"},
	{GEMINI, "/p1/", "20 text/gemini", "\nCoral1 "},
	{GEMINI, "/p2/", "20 text/gemini", "\nCoral2 "},
	{GEMINI, "/archive/", "20 text/gemini", "Post 1"},
	{GEMINI, "/picture.png", "20 image/png\r\n", NULL},
	{GEMINI, "/nothing/", "51 ", NULL},
	{GEMINI, "/letters/", "60 ", NULL},
	{GOPHER, "/", "iReef", "Post 1"},
	{GOPHER, "/p3.txt", "", "\nCoral3 "},
	{GOPHER, "/picture.png", "", NULL},
	{GOPHERS, "/", "iReef", "Post 1"},
	{GOPHERS, "/p4.txt", "", "\nCoral4 "},
};
#define QUESTIONS (sizeof(questions) / sizeof(*questions))

enum outcome { WHOLE, CUT, LATE };

static struct {
	const char *folder, *preload;
	SSL_CTX *tls, *writer; /* one that shows a certificate */
	unsigned kept_upload;  /* the last that was said to be kept; 0: none */
	unsigned tried_upload; /* the last that was sent */
	char picture[PICTURE], reply[REPLY_MAX], all_bytes[2][4096];
	size_t len, file_len[2];
	unsigned short port[2];
	pid_t server;
	int status; /* of one that has ended */
	unsigned edits;
	int patience_s;
	bool is_new;      /* this run is of a start without a state */
	bool had_readers; /* ... and somebody knows its certificate */
	const char *why;
	/* figures */
	unsigned runs, served, said, said_later, crashes, hangs, spins, wrong, keys, kept;
	double worst_percent;
	unsigned long long longest_ms;
} it;

static unsigned long long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (unsigned long long)now.tv_sec * 1000 +
	       (unsigned long long)now.tv_nsec / 1000000;
}

static void pause_ms(unsigned ms)
{
	const struct timespec wait = {ms / 1000, ms % 1000 * 1000000L};
	nanosleep(&wait, NULL);
}

static const char *in_folder(const char *name)
{
	static char paths[4][512];
	static unsigned turn;
	char *path = paths[turn++ % 4];
	snprintf(path, sizeof(*paths), "%s/%s", it.folder, name);
	return path;
}

__attribute__((format(printf, 2, 3))) static void put_file(
	const char *name, const char *format, ...)
{
	va_list list;
	char path[512];
	snprintf(path, sizeof(path), "%s", in_folder(name));
	FILE *file = fopen(in_folder("saved"), "w");
	if (!file)
		abort();
	va_start(list, format);
	vfprintf(file, format, list);
	va_end(list);
	fclose(file);
	if (rename(in_folder("saved"), path) < 0)
		abort();
}

/* A post whose words tell which version it is. */
static void save_post(unsigned number)
{
	char name[64];
	snprintf(name, sizeof(name), "site/_posts/2024-05-0%u-p%u.md", number, number);
	put_file(name, "---\ntitle: Post %u\n---\nCoral%u version%u.\n", number, number,
		it.edits);
}

/* A key of its own, and the fingerprint that people are known by. */
static void make_writer(char *print)
{
	unsigned char digest[SHA256_DIGEST_LENGTH], *bytes = NULL;
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = X509_new();
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 365L * 24 * 3600);
	X509_set_pubkey(certificate, key);
	X509_sign(certificate, key, EVP_sha256());
	it.writer = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_verify(it.writer, SSL_VERIFY_NONE, NULL);
	if (SSL_CTX_use_certificate(it.writer, certificate) != 1 ||
		SSL_CTX_use_PrivateKey(it.writer, key) != 1)
		abort();
	int len = i2d_PUBKEY(key, &bytes);
	SHA256(bytes, (size_t)len, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(print + 2 * i, 3, "%02x", digest[i]);
	OPENSSL_free(bytes);
	X509_free(certificate);
	EVP_PKEY_free(key);
}

static void make_site(void)
{
	char print[2 * SHA256_DIGEST_LENGTH + 1];
	make_writer(print);
	for (unsigned i = 0; i < 2; i++)
		mkdir(in_folder(i ? "site/_posts" : "site"), 0755);
	put_file("site/_config.yml", "title: Reef\npermalink: /:title/\n");
	put_file("site/splashdown.yaml",
		"hosts: [localhost]\nlimits:\n  rate: 0\nrelated: no\npeople:\n  ada: "
		"[\"%s\"]\nwriters: [ada]\nzones:\n  - path: /letters/\n    "
		"readers: [ada]\n",
		print);
	put_file("site/letters.md", "A list\n");
	for (unsigned i = 1; i <= POSTS; i++)
		save_post(i);
	memcpy(it.picture, "\x89PNG\r\n\x1a\n", 8);
	for (size_t i = 8; i < PICTURE; i++)
		it.picture[i] = (char)(i * 2654435761u >> 13);
	FILE *file = fopen(in_folder("site/picture.png"), "w");
	if (!file || fwrite(it.picture, 1, PICTURE, file) != PICTURE || fclose(file))
		abort();
}

static bool log_has(const char *words)
{
	char bytes[256 * 1024];
	int fd = open(in_folder("log"), O_RDONLY | O_CLOEXEC);
	ssize_t len = read(fd, bytes, sizeof(bytes));
	close(fd);
	return len > 0 && memmem(bytes, (size_t)len, words, strlen(words));
}

/* --- asking --------------------------------------------------------------------------------------- */

static int dial(unsigned short port)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	const struct timeval patience = {.tv_sec = it.patience_s};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool is_late(unsigned long long since_ms)
{
	return now_ms() - since_ms >= (unsigned)it.patience_s * 1000ULL;
}

static enum outcome read_plain(int fd, unsigned long long since_ms)
{
	ssize_t got;
	while ((got = recv(fd, it.reply + it.len, REPLY_MAX - it.len, 0)) > 0)
		it.len += (size_t)got;
	return got == 0 ? WHOLE : is_late(since_ms) ? LATE : CUT;
}

static enum outcome read_tls(SSL *ssl, unsigned long long since_ms)
{
	int got;
	while ((got = SSL_read(ssl, it.reply + it.len, (int)(REPLY_MAX - it.len))) > 0)
		it.len += (size_t)got;
	if (SSL_get_error(ssl, got) == SSL_ERROR_ZERO_RETURN)
		return WHOLE;
	return is_late(since_ms) ? LATE : CUT;
}

static enum outcome talk(SSL_CTX *tls, int fd, const char *request, int len)
{
	unsigned long long since_ms = now_ms();
	enum outcome outcome = CUT;
	SSL *ssl = SSL_new(tls);
	SSL_set_fd(ssl, fd);
	SSL_set_tlsext_host_name(ssl, "localhost");
	if (SSL_connect(ssl) == 1 && SSL_write(ssl, request, len) == len)
		outcome = read_tls(ssl, since_ms);
	else if (is_late(since_ms))
		outcome = LATE;
	SSL_free(ssl);
	return outcome;
}

/* The reply is in it.reply. */
static enum outcome ask(enum how how, const char *path)
{
	unsigned long long since_ms = now_ms();
	enum outcome outcome = CUT;
	char request[1100];
	int len = how == GEMINI ? snprintf(request, sizeof(request),
					  "gemini://localhost:%u%s\r\n", it.port[0], path)
				: snprintf(request, sizeof(request), "%s\r\n", path);
	int fd = dial(it.port[how != GEMINI]);
	it.len = 0;
	if (fd < 0)
		return CUT;
	if (how != GOPHER)
		outcome = talk(it.tls, fd, request, len);
	else if (send(fd, request, (size_t)len, MSG_NOSIGNAL) == len)
		outcome = read_plain(fd, since_ms);
	close(fd);
	return outcome;
}

static bool holds(const char *words)
{
	return memmem(it.reply, it.len, words, strlen(words)) != NULL;
}

static bool begins(const char *words)
{
	return it.len >= strlen(words) && memcmp(it.reply, words, strlen(words)) == 0;
}

static bool is_right(const struct question *question)
{
	if (!begins(question->begins))
		return false;
	if (question->holds)
		return holds(question->holds);
	if (!strstr(question->path, "picture"))
		return true;
	size_t head = strlen(question->begins);
	return it.len == head + PICTURE &&
	       memcmp(it.reply + head, it.picture, PICTURE) == 0;
}

/* While there are faults a reply may say that there is one, or be cut, but a page that came is that page. */
static bool is_tolerable(const struct question *question, enum outcome outcome)
{
	if (outcome != WHOLE || is_right(question))
		return outcome != LATE;
	if (question->how == GEMINI)
		return begins("4") || begins("51 ") || question->path[1] == '\0' ||
		       strcmp(question->path, "/archive/") == 0;
	return it.len < PICTURE || question->how != GOPHER;
}

/* Another version of a post, by Titan. */
static enum outcome upload(void)
{
	enum outcome outcome = CUT;
	char text[128], request[512];
	it.tried_upload++;
	int len = snprintf(text, sizeof(text),
		"---\ntitle: Post 5\n---\nCoral5 upload%u.\n", it.tried_upload);
	len = snprintf(request, sizeof(request),
		"titan://localhost:%u/p5/;size=%d;mime=text/markdown\r\n%s", it.port[0],
		len, text);
	int fd = dial(it.port[0]);
	it.len = 0;
	if (fd >= 0)
		outcome = talk(it.writer, fd, request, len);
	close(fd);
	if (outcome == WHOLE && begins("30 "))
		it.kept_upload = it.tried_upload;
	return outcome;
}

/* Does the post show the last upload that was said to be kept, or one that may be? */
static bool shows_upload(void)
{
	if (ask(GEMINI, "/p5/") != WHOLE || !begins("20 "))
		return false;
	const char *at = memmem(it.reply, it.len, "Coral5 upload", 13);
	unsigned long number = 0;
	it.reply[it.len < REPLY_MAX ? it.len : REPLY_MAX - 1] = '\0';
	if (at)
		number = strtoul(at + 13, NULL, 10);
	return number >= it.kept_upload && number <= it.tried_upload &&
	       (number || holds("Coral5 version"));
}

/* Is there an answer, if it was not said that there is none? */
static bool answers_status(void)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	const struct timeval patience = {.tv_sec = PATIENCE_S};
	snprintf(to.sun_path, sizeof(to.sun_path), "%s/state/status.socket", it.folder);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	it.len = 0;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 &&
		send(fd, "text\n", 5, MSG_NOSIGNAL) == 5) {
		it.len = 0;
		read_plain(fd, now_ms());
	}
	close(fd);
	return holds("connections") || log_has("splashdown status` cannot be answered");
}

/* --- the server -------------------------------------------------------------------------------------- */

/* Two ports that are free. */
static void choose_ports(void)
{
	int fds[2];
	for (unsigned i = 0; i < 2; i++) {
		struct sockaddr_in at = {
			.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
		socklen_t len = sizeof(at);
		fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (bind(fds[i], (struct sockaddr *)&at, len) < 0 ||
			getsockname(fds[i], (struct sockaddr *)&at, &len) < 0)
			abort();
		it.port[i] = ntohs(at.sin_port);
	}
	close(fds[0]);
	close(fds[1]);
}

/* Through a pipe, which is no part of a disk that is full. */
static void take_log(void)
{
	int log = open(in_folder("log"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int fds[2];
	if (log < 0 || pipe2(fds, O_CLOEXEC) < 0)
		abort();
	if (fork() == 0) {
		dup2(fds[0], STDIN_FILENO);
		dup2(log, STDOUT_FILENO);
		execlp("cat", "cat", NULL);
		_exit(127);
	}
	dup2(fds[1], STDOUT_FILENO);
	dup2(fds[1], STDERR_FILENO);
}

static void run_server(const char *fault, const char *seed)
{
	char gemini[32], gopher[32];
	snprintf(gemini, sizeof(gemini), "127.0.0.1:%u", it.port[0]);
	snprintf(gopher, sizeof(gopher), "127.0.0.1:%u", it.port[1]);
	take_log();
	setenv("XDG_CACHE_HOME", in_folder("cache"), 1);
	unsetenv("XDG_RUNTIME_DIR");
	if (fault) {
		bool is_log = strcmp(fault, "log") == 0;
		setenv("FAULT", is_log ? "all:1000000000:EIO" : fault, 1);
		setenv("FAULT_SEED", seed, 1);
		setenv("FAULT_WHILE", in_folder("faulty"), 1);
		if (is_log)
			setenv("FAULT_LOG", in_folder("calls"), 1);
		setenv("LD_PRELOAD", it.preload, 1);
	}
	execl(getenv("SPLASHDOWN"), "splashdown", "serve", in_folder("site"), "--gemini",
		gemini, "--gopher", gopher, "--state", in_folder("state"), NULL);
	_exit(127);
}

static void start(const char *fault, const char *seed)
{
	choose_ports();
	it.server = fork();
	if (it.server == 0)
		run_server(fault, seed);
}

static bool has_ended(void)
{
	if (it.server && waitpid(it.server, &it.status, WNOHANG) == it.server)
		it.server = 0;
	return !it.server;
}

static bool fails(const char *why, unsigned *figure)
{
	if (it.why)
		return false;
	it.why = why;
	(*figure)++;
	return false;
}

static bool has_message(void)
{
	return log_has("error: ") || log_has("splashdown: ");
}

/* What ended by itself says why. */
static bool judge_end(bool was_serving)
{
	if (WIFSIGNALED(it.status) || log_has("Sanitizer") || log_has("runtime error"))
		return fails("it crashed", &it.crashes);
	for (unsigned i = 0; i < 200 && !has_message(); i++)
		pause_ms(5); /* it is on its way */
	if (WEXITSTATUS(it.status) == 0 || !has_message())
		return fails("it ended without a word", &it.crashes);
	it.said += !was_serving;
	it.said_later += was_serving;
	return false;
}

/* Does any thread run, or wait for a processor? On a busy machine one that spins hardly uses time. */
static bool wants_processor(void)
{
	char path[64], bytes[512];
	bool wants = false;
	snprintf(path, sizeof(path), "/proc/%d/task", (int)it.server);
	DIR *tasks = opendir(path);
	for (const struct dirent *task; tasks && (task = readdir(tasks));) {
		snprintf(path, sizeof(path), "/proc/%d/task/%.20s/stat", (int)it.server,
			task->d_name);
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		ssize_t len = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes));
		if (fd >= 0)
			close(fd);
		wants |= len > 0 && memmem(bytes, (size_t)len, ") R ", 4);
	}
	if (tasks)
		closedir(tasks);
	return wants;
}

/* Does it have time to spare while nobody asks? Its share of a processor over a short while, by time and by
 * samples, whichever is more; some such while has to be quiet. */
static bool is_idle(void)
{
	clockid_t clock;
	double least = 100;
	if (has_ended() || clock_getcpuclockid(it.server, &clock))
		return true;
	for (unsigned i = 0; i < IDLE_TRIES && least >= IDLE_PERCENT; i++) {
		struct timespec before, after;
		unsigned long long began_ms = now_ms();
		unsigned running = 0;
		clock_gettime(clock, &before);
		for (unsigned k = 0; k < IDLE_SAMPLES; k++) {
			running += wants_processor();
			pause_ms(IDLE_MS / IDLE_SAMPLES);
		}
		clock_gettime(clock, &after);
		double used_ms = (double)(after.tv_sec - before.tv_sec) * 1e3 +
				 (double)(after.tv_nsec - before.tv_nsec) / 1e6;
		double percent = used_ms * 100 / (double)(now_ms() - began_ms);
		if (percent < running * 100.0 / IDLE_SAMPLES)
			percent = running * 100.0 / IDLE_SAMPLES;
		least = percent < least ? percent : least;
	}
	it.worst_percent = least > it.worst_percent ? least : it.worst_percent;
	return least < IDLE_PERCENT;
}

/* --- a run ---------------------------------------------------------------------------------------------- */

/* The pair that readers know. */
static size_t read_pair(unsigned which, char *bytes)
{
	int fd = open(in_folder(which ? "state/localhost.key" : "state/localhost.crt"),
		O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? 0 : read(fd, bytes, sizeof(*it.all_bytes));
	if (fd >= 0)
		close(fd);
	return len > 0 ? (size_t)len : 0;
}

static void know_pair(void)
{
	for (unsigned i = 0; i < 2; i++)
		it.file_len[i] = read_pair(i, it.all_bytes[i]);
}

static bool is_known_pair(void)
{
	char bytes[sizeof(*it.all_bytes)];
	bool same = true;
	for (unsigned i = 0; i < 2; i++) {
		size_t len = read_pair(i, bytes);
		same &= len == it.file_len[i] && memcmp(bytes, it.all_bytes[i], len) == 0;
	}
	return same;
}

/* One that finds a fault at each try may have no readers until there are no more; but it does not spin. */
static bool ends_fault(unsigned long long since_ms)
{
	if (now_ms() - since_ms < BEGIN_MS || access(in_folder("faulty"), F_OK) < 0)
		return true;
	if (!is_idle())
		return fails("it spins while it waits", &it.spins);
	unlink(in_folder("faulty"));
	return true;
}

static bool begin(void)
{
	unsigned long long since_ms = now_ms();
	it.patience_s = 1;
	while (!has_ended()) {
		enum outcome outcome = ask(GEMINI, "/p1/");
		if (outcome == WHOLE && is_right(&questions[1])) {
			it.patience_s = PATIENCE_S;
			it.had_readers = true;
			return true;
		}
		if (now_ms() - since_ms > RECOVERY_MS)
			return fails("it does not answer", &it.hangs);
		if (has_ended())
			break;
		if (!ends_fault(since_ms))
			return false;
		pause_ms(2);
	}
	return judge_end(false);
}

static bool ask_many(unsigned count)
{
	unsigned asked[3] = {0};
	for (size_t i = 0, idle = 0; idle < QUESTIONS; i++) {
		const struct question *question = &questions[i % QUESTIONS];
		idle++;
		if (asked[question->how]++ >= count)
			continue;
		idle = 0;
		enum outcome outcome = ask(question->how, question->path);
		if (has_ended())
			return judge_end(true);
		if (outcome == LATE)
			return fails("a request got no answer", &it.hangs);
		if (!is_tolerable(question, outcome))
			return fails(question->path, &it.wrong);
	}
	return true;
}

static bool shows(const char *path, unsigned edit)
{
	char words[32];
	snprintf(words, sizeof(words), "version%u.", edit);
	return ask(GEMINI, path) == WHOLE && begins("20 ") && holds(words);
}

static bool finds(unsigned edit)
{
	char path[64];
	/* Said at the start, and for good. */
	if (log_has("there are no searches"))
		return true;
	snprintf(path, sizeof(path), "/search?version%u", edit);
	return ask(GEMINI, path) == WHOLE && begins("20 ") && holds("Post 6");
}

/* What changes: a post by an upload, another in the folder, then everything. */
static bool change(void)
{
	if (upload() == LATE)
		return fails("an upload got no answer", &it.hangs);
	it.edits++;
	save_post(POSTS);
	finds(it.edits);
	if (!has_ended())
		kill(it.server, SIGHUP);
	answers_status();
	for (unsigned i = 0; i < 60 && !has_ended(); i++) {
		if (log_has("reloaded:") && shows("/p6/", it.edits))
			break;
		pause_ms(20);
	}
	finds(it.edits);
	return has_ended() ? judge_end(true) : true;
}

/* Readers get all of it again. */
static bool recover(void)
{
	unsigned long long since_ms = now_ms();
	size_t right = 0;
	while (!has_ended()) {
		const struct question *question = &questions[right];
		if (right == QUESTIONS && shows("/p6/", it.edits) && finds(it.edits) &&
			(it.is_new || shows_upload()) && answers_status())
			break;
		if (right < QUESTIONS && ask(question->how, question->path) == WHOLE &&
			is_right(question)) {
			right++;
			continue;
		}
		if (now_ms() - since_ms > RECOVERY_MS)
			return fails(right < QUESTIONS               ? question->path
				     : !it.is_new && !shows_upload() ? "an upload is lost"
				     : !answers_status() ? "it does not say its status"
				     : shows("/p6/", it.edits) ? "no search finds it"
							       : "no edit is seen",
				&it.wrong);
		pause_ms(20);
	}
	unsigned long long took_ms = now_ms() - since_ms;
	it.longest_ms = took_ms > it.longest_ms ? took_ms : it.longest_ms;
	return has_ended() ? judge_end(true) : true;
}

static bool stop(void)
{
	unsigned long long since_ms = now_ms();
	kill(it.server, SIGTERM);
	it.patience_s = PATIENCE_S;
	while (!has_ended() && !is_late(since_ms))
		pause_ms(1);
	if (!has_ended())
		return fails("it does not end", &it.hangs);
	if (!WIFEXITED(it.status) || WEXITSTATUS(it.status) != 0)
		return fails("it crashed when it was to end", &it.crashes);
	return true;
}

static void keep_log(const char *rule)
{
	char name[64];
	snprintf(name, sizeof(name), "failed-%u.log", ++it.kept);
	(void)rename(in_folder("log"), in_folder(name));
	printf("FAILED: %s: %s (%s)\n", rule, it.why, in_folder(name));
	fflush(stdout);
}

/* What the server complained of goes to FOLDER/said, for people. */
static void gather_complaints(const char *rule)
{
	char line[1024];
	FILE *log = fopen(in_folder("log"), "r"), *said = fopen(in_folder("said"), "a");
	if (!log || !said)
		abort();
	fprintf(said, "%s%s\n", rule, it.status ? ": ended" : "");
	while (fgets(line, sizeof(line), log)) {
		if (strstr(line, "error: ") || strstr(line, "warning: ") ||
			strncmp(line, "splashdown: ", 12) == 0)
			fprintf(said, "\t%s", line);
	}
	fclose(log);
	fclose(said);
}

static bool serve_all(unsigned requests)
{
	if (!begin() || !ask_many(requests) || !change())
		return false;
	if (!is_idle())
		return fails("it spins while the fault lasts", &it.spins);
	unlink(in_folder("faulty"));
	if (!recover())
		return false;
	return is_idle() ? true : fails("it spins", &it.spins);
}

static void do_command(
	const char *program, const char *option, const char *a, const char *b)
{
	int status = 0;
	pid_t child = fork();
	if (child == 0) {
		execlp(program, program, option, a, b, NULL);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || status)
		abort();
}

/* @from NULL: @to goes. */
static void copy_state(const char *from, const char *to)
{
	do_command("rm", "-rf", in_folder(to), NULL);
	if (from)
		do_command("cp", "-a", in_folder(from), in_folder(to));
}

/* What readers know is what the next start has. */
static void start_again(void)
{
	bool had_readers = it.had_readers;
	know_pair();
	start(NULL, NULL);
	if (!begin() || !stop())
		fails("it does not start after that", &it.crashes);
	if (had_readers && !is_known_pair())
		fails("another key or certificate", &it.keys);
}

static void run(const char *rule)
{
	char copy[RULE_BYTES], *fault = copy;
	snprintf(copy, sizeof(copy), "%s", rule);
	const char *state = strsep(&fault, " "), *requests = strsep(&fault, " ");
	const char *seed = strsep(&fault, " ");
	if (!fault)
		abort();
	it.runs++;
	it.why = NULL;
	it.had_readers = false;
	unsigned kept_upload = it.kept_upload;
	bool is_new = it.is_new = strcmp(state, "new") == 0;
	if (is_new && rename(in_folder("state"), in_folder("old")) < 0)
		abort();
	/* The history of uploads would be full one day. */
	if (!is_new && it.runs % UPLOADS_MAX == 0) {
		copy_state("first", "state");
		it.kept_upload = 0;
	}
	put_file("faulty", "%s\n", rule);
	start(fault, seed);
	bool served = serve_all((unsigned)strtoul(requests, NULL, 10));
	/* It is there again while the server ends. */
	put_file("faulty", "%s\n", rule);
	if (!has_ended())
		served &= stop();
	unlink(in_folder("faulty"));
	if (log_has("Sanitizer") || log_has("runtime error"))
		served = fails("a sanitizer reports", &it.crashes);
	it.served += served;
	gather_complaints(rule);
	if (!has_ended()) {
		kill(it.server, SIGABRT);
		waitpid(it.server, &it.status, 0);
		it.server = 0;
	}
	if (is_new && !it.why)
		start_again();
	if (is_new) {
		it.kept_upload = kept_upload;
		copy_state("old", "state");
		copy_state(NULL, "old");
		know_pair();
	}
	if (!is_known_pair())
		fails("another key or certificate", &it.keys);
	if (it.why)
		keep_log(rule);
}

static volatile sig_atomic_t told_to_end; /* after this run */

static void on_end(int signal)
{
	(void)signal;
	told_to_end = 1;
}

int main(int argc, char **argv)
{
	char rule[RULE_BYTES];
	if (argc == 3 && strcmp(argv[1], "idle") == 0) {
		it.server = (pid_t)strtol(argv[2], NULL, 10);
		return !is_idle();
	}
	if (argc != 3 || !getenv("SPLASHDOWN"))
		return 2;
	it.folder = argv[1];
	it.preload = argv[2];
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, on_end);
	it.tls = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_verify(it.tls, SSL_VERIFY_NONE, NULL);
	make_site();
	start(NULL, NULL);
	if (!begin() || !stop()) {
		puts("the server does not even start and end without a fault");
		if (it.server)
			kill(it.server, SIGKILL);
		return 1;
	}
	know_pair();
	copy_state("state", "first");
	while (!told_to_end && fgets(rule, sizeof(rule), stdin)) {
		rule[strcspn(rule, "\n")] = '\0';
		if (*rule)
			run(rule);
	}
	printf("runs %u served %u said %u said-later %u crashes %u hangs %u spins %u "
	       "wrong %u "
	       "keys %u percent %.1f ms %llu\n",
		it.runs, it.served, it.said, it.said_later, it.crashes, it.hangs,
		it.spins, it.wrong, it.keys, it.worst_percent, it.longest_ms);
	SSL_CTX_free(it.tls);
	SSL_CTX_free(it.writer);
	return !it.runs || it.served + it.said + it.said_later != it.runs;
}
