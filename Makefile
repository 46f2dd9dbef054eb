# Every task of the project. `make run` and `make test` set up what they need themselves.

LISTEN ?= 127.0.0.1:3000
DATA ?= data
TARGET := $(or $(CARGO_TARGET_DIR),target)
STEP := @sh tests/step.sh
# hydrate exists for the browser only; built natively it would mix the interface's two halves.
NATIVE := --workspace --exclude hydrate --locked
# One choice of packages for every test: another would compile the domain again with other features.
TESTS := cargo test $(NATIVE)
PACK := cargo run --locked --package pack --
# insta writes down here which snapshots were compared with; the last step finds those that no test uses.
SNAPSHOTS := $(abspath $(TARGET))/snapshots.txt
export INSTA_UPDATE := no
export INSTA_SNAPSHOT_REFERENCES_FILE := $(SNAPSHOTS)

.DEFAULT_GOAL := help
.PHONY: help run build dev test compiled test-programs setup setup-tests fmt fmt-check lint clippy deny tidy unit api bundles forget-snapshots snapshots journeys hostile boot boot-studio boot-if-possible verify bench measure soak screenshot

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build the release and serve the studio on http://localhost:3000, data in ./data
	@exec $(TARGET)/release/groundplan serve --listen $(LISTEN) --data $(DATA)

# `make test` has built it before it asks for it again.
ifdef BUILT
build:
else
build: setup ## Build the release binary with everything inside: target/release/groundplan
	@test -x $(TARGET)/release/groundplan || printf 'The first build takes about 12 minutes on two cores; later ones take seconds.\n'
	$(STEP) 'browser half' $(PACK) --release
	$(STEP) 'server' cargo build --config target/trim.toml --locked --release --package server # pack wrote the file: no paths of this machine
	@touch $(TARGET)/release/groundplan # newer than every source, which is how the journeys know that it is the present one
endif

dev: setup ## Development build that rebuilds and restarts on every change
	cargo run --locked --package pack -- --watch serve --listen $(LISTEN) --data $(DATA)

setup:
	@sh app/pack/setup.sh

setup-tests: setup
	$(STEP) 'set-up for the tests' sh tests/setup.sh
	$(STEP) 'set-up of the validators' sh tests/bundle/setup.sh

test: setup-tests fmt-check compiled ## Set up and run everything that a change has to pass
	@$(MAKE) --no-print-directory BUILT=yes tidy forget-snapshots unit api bundles snapshots journeys hostile boot-if-possible
	@printf '\nEverything passed.\n'

# The release and what is compiled for tests, side by side: Cargo locks each profile by itself, and every long link has one processor only.
# The tool that packs comes first, because it is compiled in the profile of the tests.
compiled: setup
	$(STEP) 'the tool that packs' cargo build --locked --package pack
	@$(MAKE) --no-print-directory --jobs=2 PACK='env CARGO_MANIFEST_DIR=$(CURDIR)/app/pack $(TARGET)/debug/pack' build lint test-programs

test-programs:
	$(STEP) 'programs of the tests' $(TESTS) --no-run

fmt: ## Format the code
	cargo fmt --all

fmt-check:
	$(STEP) 'formatting' cargo fmt --all --check

lint: clippy deny ## Clippy for both halves, then licences, bans and doubled dependencies

clippy: setup
	$(STEP) 'clippy, native' cargo clippy $(NATIVE) --all-targets --quiet -- -D warnings
	$(STEP) 'clippy, browser' sh app/pack/clippy.sh

deny:
	@sh tests/setup.sh deny
	$(STEP) 'licences and dependencies' target/tools/bin/cargo-deny --config .deny.toml --log-level error check --hide-inclusion-graph licenses bans sources

tidy: ## The house rules: layers, sizes, words, top level
	$(STEP) 'house rules' $(TESTS) --test tidy

unit: ## Unit and property tests of every package
	$(STEP) 'unit and property tests' $(TESTS) --lib --bins

api: ## The API and the store, on SQLite and on PostgreSQL
	@sh tests/setup.sh postgres assistant
	$(STEP) 'API and store' $(TESTS) --test api --test store

bundles: ## Bundles under third-party validators
	@sh tests/bundle/setup.sh
	$(STEP) 'bundles under real tools' $(TESTS) --test bundle

forget-snapshots:
	@rm -f $(SNAPSHOTS)

snapshots:
	$(STEP) 'snapshots that nothing uses' sh tests/snapshots.sh $(SNAPSHOTS)

journeys: build ## The whole product in a real browser
	@sh tests/setup.sh browser
	$(STEP) 'journeys in the browser' $(TESTS) --test e2e

hostile: build ## Hostile guests beside a neighbour who has to be served, on the release held to 1 GiB
	$(STEP) 'hostile tenants' $(TESTS) --test hostile

boot: build ## Start the bundles of two starters in Docker and use them
	@sh tests/boot/run.sh boot.mjs $(TARGET)/release/groundplan $(TARGET)/boot

boot-studio: build ## Build the studio's own image, start its Compose file in Docker and use it
	@sh tests/boot/run.sh studio.mjs $(TARGET)/release/groundplan $(TARGET)/boot

# As a part of `make test`, on a machine that can have no containers, it says so and goes on.
boot-if-possible: build
	$(STEP) 'two systems that start and work' sh tests/boot/run.sh boot.mjs $(TARGET)/release/groundplan $(TARGET)/boot --if-possible

verify: build ## Every file of every starter and of 300 random designs under every third-party tool; the same build from another folder
	@sh tests/bundle/setup.sh
	@cargo run --locked --quiet --package tests --bin verify
	$(STEP) 'the same bytes from another folder' sh tests/reproducible.sh $(TARGET)

bench: ## Benchmarks of the engine, the diagram and the store
	cargo bench --locked --package domain --features arbitrary
	cargo bench --locked --package canvas --bench drawing
	cargo bench --locked --package generate --bench engine --bench exports
	cargo bench --locked --package tests

measure: build ## First visit in bytes, memory, start to first page, review in the browser, processor time of pages, Lighthouse
	@sh tests/setup.sh browser lighthouse
	@cargo run --locked --quiet --package tests --bin measure

soak: build ## Hours of load, with what was measured: SOAK='--minutes N --kills N --pages N'
	@cargo run --locked --quiet --package tests --bin soak -- $(SOAK)

screenshot: build ## Take the README's picture from the running product
	@sh tests/setup.sh browser
	@cargo run --locked --quiet --package tests --bin screenshot
