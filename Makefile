# Works from any Node >= 20 and npm >= 10 on PATH: `npm ci` brings the pinned Node 24, then everything runs on that.
SHELL := /bin/bash
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
# Starts are quicker, and threads need not strip types: V8 may crash in the WebAssembly that does it while other threads end.
export NODE_COMPILE_CACHE := $(CURDIR)/.cache/node
.DEFAULT_GOAL := help
.PHONY: help setup up down dev doctor check test bench soak

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

setup: node_modules/.stamp ## install what package-lock.json names, Node 24 included

up: setup ## make a trial box if there is none, and start it
	@holdfast up --trial

down: setup ## stop the box and everything it started
	@holdfast down

dev: setup ## the same as up; then show the logs, and start the control plane anew when its source changes
	@holdfast dev

doctor: setup ## look the box over
	@holdfast doctor

check: setup ## types, lint, import boundaries, house rules, Go
	@npm run -s check

test: setup ## everything CI runs: check, unit tests, Go, Python, world tests
	@npm run -s test:all

bench: setup ## ratios against a floor measured in the same run (about half an hour)
	@npm run -s bench

soak: setup ## kill -9 hundreds of times and look into everything after each (about half an hour; HOLDFAST_SOAK=0.1 is a tenth)
	@npm run -s soak

node_modules/.stamp: package-lock.json .nvmrc
	npm ci
	@test "$$(node -p process.versions.node)" = "$$(cat .nvmrc)" || { echo "the pinned Node $$(cat .nvmrc) is not there; found $$(node -v) at $$(command -v node)"; exit 1; }
	@touch $@
