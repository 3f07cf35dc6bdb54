# SPDX-License-Identifier: MIT
# Splashdown. `make help` lists the targets.
#
#   make SAN=address,undefined unit   a build of its own under the sanitizers
#   make MODE=debug                   -Og -g3, in build/debug
#   make V=1                          shows the commands

VERSION := $(shell src/version)
PREFIX  = /usr/local
BINDIR  = $(PREFIX)/bin
LIBDIR  = $(PREFIX)/lib
UNITDIR = $(LIBDIR)/systemd/system
MANDIR  = $(PREFIX)/share/man
BASHDIR = $(PREFIX)/share/bash-completion/completions
ZSHDIR  = $(PREFIX)/share/zsh/site-functions
FISHDIR = $(PREFIX)/share/fish/vendor_completions.d
MODE    = release
CORES  := $(shell nproc)
UNITS  := $(wildcard systemd/*.service systemd/*.socket systemd/*.path)
COMMA  := ,

# One folder per way to build, so that they never mix.
B := build/$(if $(SAN),$(subst $(COMMA),-,$(SAN)),$(MODE))

# Whoever only wants the program is not stopped by a warning of a newer compiler.
WERROR = $(if $(filter-out all run pages install uninstall deb,$(MAKECMDGOALS)),1)
Q      = $(if $(V),,@)
say    = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2);)

# --- flags -------------------------------------------------------------------

LIBRARIES = openssl yaml-0.1 libcmark libuv libseccomp libpcre2-8 libidn2 sqlite3
SYSTEMD  := $(shell pkg-config --exists libsystemd 2>/dev/null && echo libsystemd)

CFLAGS_release = -O3 -g
CFLAGS_debug   = -Og -g3
CFLAGS_fuzz    = -O2 -g -w -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
CFLAGS_valgrind = -O1 -g
CFLAGS_coverage = -O0 -g --coverage -fprofile-update=atomic
HARDEN = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
	-fstack-clash-protection $(if $(filter x86_64,$(shell uname -m)),-fcf-protection)
CFLAGS = $(if $(SAN),-O1 -g -fsanitize=$(SAN) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer,$(CFLAGS_$(MODE)) $(if $(filter release,$(MODE)),$(HARDEN)))
WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef \
	-Wold-style-definition -Wwrite-strings -Wpointer-arith -Wformat=2 -Wvla \
	-Wimplicit-fallthrough $(if $(WERROR),-Werror)
# Instrumented code hides from gcc what values a number can have.
WARNINGS += $(if $(SAN),-Wno-format-truncation)

CPPFLAGS_ALL := -D_GNU_SOURCE -Iinclude -Isrc \
	$(if $(SYSTEMD),-DHAVE_LIBSYSTEMD) \
	$(if $(SAN)$(filter valgrind,$(MODE)),-DSPLASHDOWN_SANITIZERS) \
	$(shell pkg-config --cflags $(LIBRARIES) $(SYSTEMD) 2>/dev/null)
CFLAGS_ALL  = -std=gnu17 -fPIE -pthread $(WARNINGS) $(CPPFLAGS_ALL) $(CPPFLAGS) $(CFLAGS)
LDFLAGS_ALL = -pie -pthread -Wl,-z,relro,-z,now,--as-needed $(CFLAGS) $(LDFLAGS)
LIBS := $(shell pkg-config --libs $(LIBRARIES) $(SYSTEMD) 2>/dev/null) -lunistring

# --- the program and its library ---------------------------------------------

MAIN    := src/app/main.c
SOURCES := $(filter-out $(MAIN),$(sort $(wildcard src/*/*.c src/*/*/*.c)))
OBJECTS := $(SOURCES:%.c=$B/%.o)
LIB     := $B/libsplashdown.a
PROGRAM := $B/splashdown

all: $(if $(wildcard $(MAIN)),$(PROGRAM),$(LIB)) ## the program, at build/release/splashdown

lib: $(LIB) ## everything but main.c, as the static library that tests link

$(PROGRAM): $(MAIN:%.c=$B/%.o) $B/version.o $(LIB)
	$(call say,LD,$@) $(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

$(LIB): $(OBJECTS) $B/objects
	$(call say,AR,$@) rm -f $@ && $(AR) rcs $@ $(OBJECTS)

# It moves with each commit, so it is not in the library: tests have one of their own, in tests/support.
$B/version.c: SAYS = const char splashdown_version[] = "$(VERSION)";
$B/version.c: FORCE
	@mkdir -p $(@D)
	@echo '$(SAYS)' | cmp -s - $@ || echo '$(SAYS)' >$@

$B/version.o: $B/version.c $B/flags
	$(call say,CC,$<) $(CC) $(CFLAGS_ALL) -c -o $@ $<

$B/%.o: %.c $B/flags
	@mkdir -p $(@D)
	$(call say,CC,$<) $(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# Rewritten only when what they say changes; then what depends on them is built again. A first
# build looks whether all is there that it needs.
$B/flags: SAYS = $(CC) $(filter-out -Werror,$(CFLAGS_ALL))
$B/objects: SAYS = $(OBJECTS)
$B/flags $B/objects: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(SAYS)' | cmp -s - $@ || { tests/install-packages --list build && \
		printf '%s\n' '$(SAYS)' >$@; }

# --- run and install -----------------------------------------------------------

# Root has no preview. In a container, where there may be nobody else, nobody has it.
NOBODY = setpriv --reuid=65534 --regid=65534 --clear-groups

run: ## installs what is missing, builds, and shows content/ in the browser; its certificate stays in certs/
	@tests/install-packages build
	@$(MAKE) all
	@[ "$$(id -u)" -ne 0 ] || ! $(NOBODY) test -x $(PROGRAM) || exec $(NOBODY) $(PROGRAM) preview content; \
	[ "$$(id -u)" -ne 0 ] || exec $(PROGRAM) serve content --state certs; \
	exec $(PROGRAM) preview content --state certs

# What the program says about itself, for other programs to read: its lists go into the manual pages.
PAGES := $(addprefix $B/man/,$(notdir $(wildcard src/man/*)))
SHELLS := $(addprefix $B/completion/,bash zsh fish)

pages: $(PAGES) $(SHELLS)

$(PAGES): $B/man/%: src/man/% $(PROGRAM)
	@mkdir -p $(@D)
	$(call say,MAN,$@) for list in commands keys; do \
		$(PROGRAM) help mdoc-$$list >$@.$$list || exit 1; done && \
	sed -e '/^@COMMANDS@$$/{r $@.commands' -e 'd;}' -e '/^@KEYS@$$/{r $@.keys' -e 'd;}' $< >$@ && \
	rm $@.commands $@.keys

$(SHELLS): $B/completion/%: $(PROGRAM)
	@mkdir -p $(@D)
	$(call say,HELP,$@) $(PROGRAM) help $* >$@

# Where install puts what, and uninstall finds it.
section = $(subst .,,$(suffix $(1)))
TARGETS = $(BINDIR)/splashdown $(UNITS:systemd/%=$(UNITDIR)/%) $(BASHDIR)/splashdown \
	$(ZSHDIR)/_splashdown $(FISHDIR)/splashdown.fish \
	$(foreach page,$(notdir $(PAGES)),$(MANDIR)/man$(call section,$(page))/$(page))

install: all pages ## copies program, units, manual pages and completions below $(DESTDIR)$(PREFIX)
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(BINDIR)/splashdown
	$(Q)for unit in $(UNITS); do \
		sed 's|/usr/local/bin/|$(BINDIR)/|;s|/usr/local/lib/|$(LIBDIR)/|' $$unit | \
		install -D -m 644 /dev/stdin $(DESTDIR)$(UNITDIR)/$${unit##*/} || exit 1; done
	install -d $(DESTDIR)$(LIBDIR)/splashdown/srv
	ln -sfn /content $(DESTDIR)$(LIBDIR)/splashdown/srv/splashdown
	$(Q)for page in $(PAGES); do install -D -m 644 -t \
		$(DESTDIR)$(MANDIR)/man$${page##*.} $$page || exit 1; done
	install -D -m 644 $B/completion/bash $(DESTDIR)$(BASHDIR)/splashdown
	install -D -m 644 $B/completion/zsh $(DESTDIR)$(ZSHDIR)/_splashdown
	install -D -m 644 $B/completion/fish $(DESTDIR)$(FISHDIR)/splashdown.fish

uninstall: ## takes away what install copied
	rm -f $(addprefix $(DESTDIR),$(TARGETS))
	rm -rf $(DESTDIR)$(LIBDIR)/splashdown

deb: ## builds a Debian package in build/deb
	@tests/install-packages build deb
	@systemd/make-deb $(VERSION)

# --- tests --------------------------------------------------------------------

programs = $(patsubst %.c,$B/%,$(sort $(wildcard $(1))))
SUPPORT := $(patsubst %.c,$B/%.o,$(wildcard tests/support/*.c))
UNIT    := $(call programs,tests/unit/test_*.c)
MEASURES := $(patsubst %.c,$B/%.o,$(sort $(wildcard tests/bench/*.c)))
RUNNERS := $(call programs,tests/golden/*.c tests/wire/*.c)
LOAD    := $(call programs,tests/e2e/*.c)
FUZZERS := $(call programs,tests/fuzz/fuzz_*.c)

$(UNIT) $(RUNNERS) $(LOAD): $B/%: $B/%.o $(SUPPORT) $(LIB)
	$(call say,LD,$@) $(CC) $(LDFLAGS_ALL) -o $@ $(filter %.o,$^) $(LIB) $(LIBS) -lcmocka

# System calls that fail where the test wants it.
$B/tests/unit/test_scan_errors: LDFLAGS += \
	$(addprefix -Wl$(COMMA)--wrap=,openat fstat fstatat read readdir fdopendir)
# Files that are being saved for as long as the test wants it.
$B/tests/unit/test_scanner: LDFLAGS += -Wl$(COMMA)--wrap=file_is_changing

# What a hostile text costs is counted in the basic blocks that run, by objects of its own.
COUNTED := $(patsubst %.c,$B/counted/%.o,$(filter src/base/% src/doc/% src/data/% src/text/%,$(SOURCES)))
$(COUNTED): $B/counted/%.o: %.c $B/flags
	@mkdir -p $(@D)
	$(call say,CC,$<) $(CC) $(CFLAGS_ALL) -O2 -fsanitize-coverage=trace-pc -MMD -MP -c -o $@ $<
$B/tests/unit/test_hostile: $(COUNTED)

# The benchmark's own clients are tested too.
$B/tests/unit/test_bench: $(filter $(patsubst %,$B/tests/bench/%.o,child client crowd family figures load rows run),$(MEASURES))

# To be preloaded into the program by tests; never built with sanitizers, which want to be there first.
PRELOADS := $(patsubst %.c,$B/%.so,$(wildcard tests/preload/*.c))
$(PRELOADS): $B/%.so: %.c $B/flags
	@mkdir -p $(@D)
	$(call say,LD,$@) $(CC) -std=gnu17 -D_GNU_SOURCE -O1 -g $(WARNINGS) -MMD -MP -fPIC -shared -o $@ $<

# A fuzz target is declared by whoever calls it.
$B/tests/fuzz/%.o: WARNINGS += -Wno-missing-prototypes
# The same target is run by libFuzzer, or replays its corpus under any compiler.
$(FUZZERS): $B/%: $B/%.o $(if $(filter fuzz,$(MODE)),,$B/tests/fuzz/replay.o) $B/tests/support/dump.o $(LIB)
	$(call say,LD,$@) $(CC) $(LDFLAGS_ALL) $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer) \
		-o $@ $^ $(LIBS)

# How tests of this build are run. memcheck knows no call of the sandbox's, and in test_hostile counts of work are
# what is tested.
UNDER = $(if $(filter valgrind,$(MODE)),tests/valgrind)
run   = $(if $(UNDER),UNDER=$(UNDER) TEST_LIMIT_S=3600) tests/run $B

check: ## installs what tests need, runs every test, then all again under the sanitizers
	@tests/install-packages check
	@tests/layers
	@tests/layers --selftest
	@$(MAKE) test
	@$(MAKE) SAN=address,undefined test
	@echo "check: all passed, with and without the sanitizers"

test: all $(UNIT) $(RUNNERS) $(FUZZERS) $(PRELOADS) $(LOAD) ## builds and runs all tests once, in this build
	@$(run) $(filter-out $(if $(UNDER),%/test_sandbox %/test_hostile),$(UNIT)) $(RUNNERS) $(FUZZERS) \
		$(if $(wildcard $(MAIN)),$(sort $(wildcard tests/e2e/check-*.sh)))
	@tests/tables $(PROGRAM)

# Only what T names is built, too.
CHOSEN = $(if $T,$(filter $(addprefix %/test_,$T),$(UNIT)),$(UNIT))
unit: $(CHOSEN) ## builds and runs the unit tests (T=uri: only tests/unit/test_uri.c)
	@$(run) $(CHOSEN)

e2e: ## installs real clients and reads the capsule with them, also under a real systemd
	@tests/install-packages e2e deb
	@$(MAKE) all $(LOAD) WERROR=1
	@systemd/make-deb $(VERSION)
	@tests/run $B $(sort $(wildcard tests/e2e/client-*.sh tests/e2e/system-*.sh))

thread: ## all tests under ThreadSanitizer
	@tests/install-packages check
	@TEST_LIMIT_S=1800 $(MAKE) SAN=thread test
	@echo "thread: ThreadSanitizer reports nothing"

valgrind: ## all tests under valgrind's memcheck
	@tests/install-packages check hard
	@$(MAKE) MODE=valgrind test
	@echo "valgrind: memcheck reports nothing"

hard: ## what takes hours: ThreadSanitizer, memcheck, planted faults, failing system calls, Debian 13, a soak, ten minutes of fuzzing for each parser
	@tests/install-packages check fuzz hard soak
	@$(MAKE) analyze
	@$(MAKE) thread
	@$(MAKE) valgrind
	@SPLASHDOWN_KILLS=500 $(MAKE) unit T=store
	@$(MAKE) all $(LOAD) $(PRELOADS)
	@tests/run $B $(sort $(wildcard tests/hard/*.sh))
	@$(MAKE) soak
	@$(MAKE) fuzz FUZZ_SECONDS=600

soak: all ## readers, strangers and an author at once for ten minutes (SOAK_SECONDS=600): no wrong answer, no leak
	@tests/install-packages soak
	@python3 tests/soak/soak.py $(PROGRAM) $(SOAK_SECONDS)
SOAK_SECONDS = 600

golden-accept: $(filter $B/tests/golden/%,$(RUNNERS)) ## rewrites the golden files; the diff is the review
	@for runner in $^; do $$runner --accept; done

fuzz: ## runs each fuzz target with clang's libFuzzer (FUZZ_SECONDS=30 each, T=uri: one)
	@tests/install-packages fuzz
	@$(MAKE) MODE=fuzz CC=clang WERROR= fuzz-run

fuzz-run: $(if $T,$(filter $(addprefix %/fuzz_,$T),$(FUZZERS)),$(FUZZERS))
	@for target in $^; do \
		name=$${target##*/fuzz_}; found=$B/found/$$name; mkdir -p $$found; \
		words=$$(ls tests/fuzz/dict/$$name 2>/dev/null); \
		echo "== $$target"; \
		$$target -max_total_time=$(FUZZ_SECONDS) -timeout=5 -rss_limit_mb=1024 -verbosity=0 \
			-print_final_stats=1 -print_funcs=0 -artifact_prefix=$$found- $${words:+-dict=$$words} $$found tests/fuzz/corpus/$$name \
			|| exit 1; \
	done
FUZZ_SECONDS = 30

corpus: ## after make fuzz (T=uri): adds what it found, and no file of the corpus takes, to tests/fuzz/corpus
	@$(MAKE) MODE=fuzz CC=clang WERROR= corpus-run

corpus-run: $(if $T,$(filter $(addprefix %/fuzz_,$T),$(FUZZERS)),$(FUZZERS))
	@for target in $^; do \
		name=$${target##*/fuzz_}; echo "== $$name"; \
		$$target -set_cover_merge=1 -use_counters=0 -max_len=600 tests/fuzz/corpus/$$name $B/found/$$name \
			2>&1 | grep MERGE-OUTER: | tail -n 1; \
	done

coverage: ## the branches that tests in C take, by folder of src (F=text: by file of that one)
	@tests/install-packages check
	@mkdir -p build/coverage && find build/coverage -name '*.gcda' -delete
	@$(MAKE) MODE=coverage covered || echo "coverage: some tests failed; what they took counts"
	@tests/coverage build/coverage $F

# How work grows takes too long to measure in code that is not optimised, and takes no branch of its own.
covered: $(filter-out %/test_hostile,$(UNIT)) $(RUNNERS) $(FUZZERS)
	@tests/run $B $^

# --- lint ---------------------------------------------------------------------

C_FILES := $(sort $(wildcard src/*/*.c src/*/*/*.c tests/*/*.c))
H_FILES := $(sort $(wildcard include/*/*.h src/*/*.h src/*/*/*.h tests/*/*.h))
# Each has a bounded, or a reentrant, or an error-telling cousin.
BANNED = strcpy|strcat|sprintf|vsprintf|strtok|sscanf|strncpy|atoi|atol|gets|alloca|system|popen
in_parallel = printf '%s\n' $(1) | xargs -P $(CORES) -n $(2)

# --- benchmarks ---------------------------------------------------------------

# lowdown's library is what conversion is compared to, where it is installed.
LOWDOWN := $(wildcard /usr/include/lowdown.h)
BENCH   := $B/tests/bench/bench
$B/tests/bench/convert.o: CPPFLAGS += $(if $(LOWDOWN),-DHAVE_LOWDOWN)
$(BENCH): $(MEASURES) $(LIB)
	$(call say,LD,$@) $(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS) -lm $(if $(LOWDOWN),-llowdown)

bench: all $(BENCH) ## measures beside a bare floor and installed peers (BLOG=DIR: its posts, FLAGS=--json)
	@$(BENCH) $(FLAGS) $(PROGRAM) content $(BLOG)

bench-quick: all $(BENCH) ## the same in a few seconds; fails only on errors, never on figures
	@$(BENCH) --quick $(PROGRAM) content

# --- lint ---------------------------------------------------------------------

lint: ## clang-format, clang-tidy, cppcheck and gcc -fanalyzer
	@tests/install-packages check lint
	@$(MAKE) -k -j1 $(LINTS)
	@echo "lint: clean"

LINTS = lint-format lint-banned lint-tidy lint-cppcheck lint-analyzer

lint-format:
	@echo "== clang-format"
	@clang-format --dry-run -Werror $(C_FILES) $(H_FILES)

lint-banned:
	@echo "== banned functions"
	@! grep -nE '(^|[^a-z_])($(BANNED))\(' $(C_FILES) $(H_FILES)

# A third of the analyzer's usual effort per function finds the same and takes a third of the time. One file to a
# process: clang 14 keeps the names of calls from one file to the next, and took buf_put for va_start once.
lint-tidy:
	@echo "== clang-tidy"
	@$(call in_parallel,$(C_FILES),1) sh -c 'clang-tidy --quiet "$$@" -- -std=gnu17 \
		$(CPPFLAGS_ALL) -Xclang -analyzer-config -Xclang max-nodes=75000 2>/dev/null' tidy

# Suppressed: two cursors that start at one place (`at = t->at, from = t->at`).
lint-cppcheck:
	@echo "== cppcheck"
	@cppcheck -q -j $(CORES) --enable=warning,performance,portability --std=c11 \
		--inline-suppr --error-exitcode=1 --suppress=missingIncludeSystem \
		--suppress=duplicateAssignExpression \
		-D_GNU_SOURCE -Iinclude -Isrc src

# No report is left where strangers and the machine are dealt with. CONTRIBUTING says what those of the other
# folders are.
ANALYZED := $(sort $(wildcard $(foreach at,net serve app search store,src/$(at)/*.c src/$(at)/*/*.c)))
ANALYZER := gcc -std=gnu17 -O1 -fanalyzer -fdiagnostics-plain-output -fdiagnostics-path-format=none \
	-DSPLASHDOWN_ANALYZED $(CPPFLAGS_ALL) -c -o /dev/null

analyze: ## gcc -fanalyzer: no report in net, serve, app, search and store; those of others are shown
	@$(call in_parallel,$(ANALYZED),1) $(ANALYZER) -Werror
	@echo "analyze: no report in $(words $(ANALYZED)) files of net, serve, app, search and store"
	@$(call in_parallel,$(filter-out $(ANALYZED),$(filter src/%,$(C_FILES))),1) $(ANALYZER) 2>&1 | grep warning: || true

lint-analyzer:
	@echo "== gcc -fanalyzer"
	@$(MAKE) analyze

# --- the rest -----------------------------------------------------------------

clean: ## removes build/
	rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

FORCE:
.PHONY: all lib run pages install uninstall deb check test unit e2e thread valgrind hard soak analyze golden-accept fuzz fuzz-run corpus corpus-run coverage covered lint bench bench-quick \
	$(LINTS) clean help FORCE
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS := $(MAKEFLAGS) --no-builtin-rules --no-print-directory
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS := $(MAKEFLAGS) -j$(CORES)
endif
-include $(patsubst %.o,%.d,$(OBJECTS) $(COUNTED) $(SUPPORT)) $(MAIN:%.c=$B/%.d) \
	$(UNIT:=.d) $(RUNNERS:=.d) $(MEASURES:%.o=%.d) $(FUZZERS:=.d) $B/tests/fuzz/replay.d $(PRELOADS:.so=.d)
