# SPDX-License-Identifier: MIT
# Splashdown. `make help` lists the targets.
#
#   make SAN=address,undefined unit   a build of its own under the sanitizers
#   make MODE=debug                   -Og -g3, in build/debug
#   make V=1                          shows the commands

VERSION = 0.1.0
PREFIX  = /usr/local
BINDIR  = $(PREFIX)/bin
UNITDIR = $(PREFIX)/lib/systemd/system
MODE    = release
EMPTY  :=
COMMA  := ,

# One folder per way to build, so that they never mix.
B := build/$(if $(SAN),$(subst $(COMMA),-,$(SAN)),$(MODE))

# Whoever only wants the program is not stopped by a warning of a newer compiler.
WERROR = $(if $(filter-out all run install uninstall,$(MAKECMDGOALS)),1)
Q      = $(if $(V),,@)
say    = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2);)

# --- flags -------------------------------------------------------------------

LIBRARIES = openssl yaml-0.1 libcmark libuv
SYSTEMD  := $(shell pkg-config --exists libsystemd 2>/dev/null && echo libsystemd)

CFLAGS_release = -O2 -g
CFLAGS_debug   = -Og -g3
CFLAGS_fuzz    = -O1 -g -fsanitize=fuzzer-no-link,address,undefined
HARDEN = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
	-fstack-clash-protection $(if $(filter x86_64,$(shell uname -m)),-fcf-protection)
CFLAGS = $(if $(SAN),-O1 -g -fsanitize=$(SAN) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer,$(CFLAGS_$(MODE)) $(if $(filter release,$(MODE)),$(HARDEN)))
WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef \
	-Wold-style-definition -Wwrite-strings -Wpointer-arith -Wformat=2 -Wvla \
	-Wimplicit-fallthrough $(if $(WERROR),-Werror)

CPPFLAGS_ALL := -D_GNU_SOURCE -DSPLASHDOWN_VERSION='"$(VERSION)"' -Iinclude -Isrc \
	$(if $(SYSTEMD),-DHAVE_LIBSYSTEMD) \
	$(shell pkg-config --cflags $(LIBRARIES) $(SYSTEMD) 2>/dev/null)
CFLAGS_ALL  = -std=gnu17 -fPIE -pthread $(WARNINGS) $(CPPFLAGS_ALL) $(CPPFLAGS) $(CFLAGS)
LDFLAGS_ALL = -pie -pthread -Wl,-z,relro,-z,now,--as-needed $(CFLAGS) $(LDFLAGS)
LIBS := $(shell pkg-config --libs $(LIBRARIES) $(SYSTEMD) 2>/dev/null) -lunistring

# --- the program and its library ---------------------------------------------

MAIN    := src/app/main.c
SOURCES := $(filter-out $(MAIN),$(sort $(wildcard src/*/*.c)))
OBJECTS := $(SOURCES:%.c=$B/%.o)
LIB     := $B/libsplashdown.a
PROGRAM := $B/splashdown

all: $(if $(wildcard $(MAIN)),$(PROGRAM),$(LIB)) ## the program, at build/release/splashdown

lib: $(LIB) ## everything but main.c, as the static library that tests link

$(PROGRAM): $(MAIN:%.c=$B/%.o) $(LIB)
	$(call say,LD,$@) $(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

$(LIB): $(OBJECTS) $B/objects
	$(call say,AR,$@) rm -f $@ && $(AR) rcs $@ $(OBJECTS)

$B/%.o: %.c $B/flags
	@mkdir -p $(@D)
	$(call say,CC,$<) $(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# Rewritten only when what they say changes; then what depends on them is built again.
$B/flags: SAYS = $(CC) $(filter-out -Werror,$(CFLAGS_ALL))
$B/objects: SAYS = $(OBJECTS)
$B/flags $B/objects: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(SAYS)' | cmp -s - $@ || printf '%s\n' '$(SAYS)' >$@

# --- tests --------------------------------------------------------------------

SUPPORT := $(patsubst %.c,$B/%.o,$(wildcard tests/support/*.c))
programs = $(patsubst %.c,$B/%,$(sort $(wildcard $(1))))
UNIT    := $(call programs,tests/unit/test_*.c)

$(UNIT): $B/%: $B/%.o $(SUPPORT) $(LIB)
	$(call say,LD,$@) $(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS) -lcmocka

unit: $(UNIT) ## builds and runs the unit tests (T=uri: only tests/unit/test_uri.c)
	$Qtests/run $(if $T,$(filter $(addprefix %/test_,$T),$(UNIT)),$(UNIT))

clean: ## removes build/
	rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

FORCE:
.PHONY: all lib unit clean help FORCE
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules
-include $(OBJECTS:.o=.d) $(MAIN:%.c=$B/%.d) $(SUPPORT:.o=.d) $(UNIT:=.d)
