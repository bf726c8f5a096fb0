# What one does every day. `make` alone lists the targets.

.DEFAULT_GOAL := help
FUZZ_SECONDS ?= 600

# Which of docker/compose.yaml is started: `single`, or `full`.
PROFILE ?= single
COMPOSE ?= $(shell docker compose version >/dev/null 2>&1 && echo docker compose || echo podman-compose)

.PHONY: help demo test check lint serve image up down release bench fuzz doc

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Without credentials Google is stood in for, so that signing in and playlists can be tried, too.
demo: ## Build, load the built-in sample catalogue and ask it: no dump, no network, no server
	scripts/setup build
	cargo build --release --package dataget --package fake-google
	$(if $(DATAGET_GOOGLE_CLIENT_ID),,target/release/dataget-fake-google --) target/release/dataget demo

# Building first, as the tests want it, makes with-servers too.
test: ## Run all tests, documentation examples included, on servers that it starts
	scripts/setup servers
	scripts/setup browser
	scripts/setup gate
	scripts/setup secrets
	cargo test --workspace --no-run
	$${CARGO_TARGET_DIR:-target}/debug/with-servers cargo test --workspace

check: ## The quick loop: formatting, clippy, unit tests
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo test --workspace --lib --bins

lint: ## Formatting, secrets, clippy, documentation, dependencies' licences and versions
	scripts/setup lint
	cargo fmt --all --check
	scripts/scan-secrets
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS=-Dwarnings cargo doc --workspace --no-deps
	cargo fetch --locked
	cargo deny --offline check --hide-inclusion-graph licenses bans sources

serve: ## Build it and serve what is loaded, at http://127.0.0.1:8080
	scripts/setup build
	cargo run --release --package dataget -- serve

image: ## Build the container image, into target/image/dataget.tar as well
	scripts/image

target/image/dataget.tar:
	scripts/image

docker/.env:
	cp docker/.env.template docker/.env

up: target/image/dataget.tar docker/.env ## Start it in containers: PROFILE=single, or PROFILE=full with all servers
	scripts/secrets
	$(COMPOSE) --file docker/compose.yaml --profile $(PROFILE) up --detach

down: docker/.env ## Stop those containers; what is loaded stays
	$(COMPOSE) --file docker/compose.yaml --profile single --profile full down

release: ## Make the archive of a release, into target/release-archive
	scripts/release

bench: ## Measure loading against gzip on a generated dump (see scripts/bench)
	scripts/bench

# The sanitizers are unstable options; RUSTC_BOOTSTRAP lets the stable compiler take them.
fuzz: ## Run every fuzz target for FUZZ_SECONDS (600)
	scripts/setup fuzz
	for target in $$(cargo fuzz list); do \
		RUSTC_BOOTSTRAP=1 cargo fuzz run "$$target" -- -max_total_time=$(FUZZ_SECONDS) || exit 1; \
	done

doc: ## Build the code's documentation into target/doc
	cargo doc --workspace --no-deps
