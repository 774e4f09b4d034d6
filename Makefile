# All commands of Downbeat. Any Node from version 20 starts them; everything else is installed here.
SHELL := /bin/sh
NODE := ./node_modules/.bin/node
BOOTSTRAP := node deploy/local/bootstrap.js
# Keeps what Node has compiled, TypeScript included; it saves a third of each start and of each service's memory.
export NODE_COMPILE_CACHE := $(CURDIR)/.data/cache/compile

.DEFAULT_GOAL := help
.PHONY: help install run dev test check format generate clean-data test-compose bench drills measure stats screenshots

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

install: ## install the npm packages, when the lockfile has changed
	@$(BOOTSTRAP)

run: ## the whole system on this machine, without Docker, until Ctrl-C; MUSIC=2 for two instances of music
	@$(BOOTSTRAP)
	@$(NODE) deploy/local/run.ts --check-ports
	@$(BOOTSTRAP) --build
	@exec $(NODE) deploy/local/run.ts $(if $(filter 2,$(MUSIC)),--two-music)

dev: ## like run, but a service restarts when one of its files changes
	@$(BOOTSTRAP)
	@$(NODE) deploy/local/run.ts --check-ports
	@$(BOOTSTRAP) --build
	@exec $(NODE) deploy/local/run.ts --dev

test: ## all tests against real servers of their own; FILES="path ..." for some
	@$(BOOTSTRAP) --build
	@exec $(NODE) deploy/local/test.ts $(FILES)

check: ## contracts, lint, format, types, generated code, unused code
	@$(BOOTSTRAP) --build
	@exec $(NODE) deploy/local/check.ts

format: ## format all files by Prettier
	@$(BOOTSTRAP)
	@$(NODE) node_modules/prettier/bin/prettier.cjs --write --log-level warn .

generate: ## types, validators, routes and SDK methods from the contracts
	@$(BOOTSTRAP)
	@$(NODE) openapi/generate/main.ts

measure: ## memory and start time of each service
	@$(BOOTSTRAP) --build
	@exec $(NODE) deploy/local/measure.ts

stats: ## how large the code is, and how it is divided into files and folders
	@$(BOOTSTRAP)
	@exec $(NODE) tools/stats.ts

bench: ## our speed beside Fastify, Express, nginx, busboy, ws, Socket.IO ...; ROWS="list,range" for some
	@$(BOOTSTRAP) --build
	@exec $(NODE) acceptance/bench/bench.ts

drills: ## programs are killed and frozen under load; SEEDS=20, or SEED=7 for one; DRILLS="rooms,events" for some; AT_ONCE=4; SHORT=1
	@$(BOOTSTRAP) --build
	@exec $(NODE) acceptance/faults/drills.ts

test-compose: ## the journeys against docker compose
	@$(BOOTSTRAP) --build
	@exec $(NODE) deploy/compose/test.ts

screenshots: ## pictures of every screen at four widths in both schemes, in .data/screenshots; ONLY=room WIDTHS=320 SCHEMES=dark
	@$(BOOTSTRAP) --build
	@exec $(NODE) acceptance/browser/screenshots.ts

clean-data: ## remove all data of make run
	@$(BOOTSTRAP)
	@$(NODE) deploy/local/clean-data.ts
