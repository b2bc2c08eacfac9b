#!/bin/bash
# Runs once, when the database is made, after 00-roles.sql: gives the roles their passwords from secrets. psql reads them, so that no argument and no
# history shows them; the server's log leaves such statements out.
set -euo pipefail

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
set log_statement = none;
set log_min_error_statement = panic;
set log_min_duration_statement = -1;
\set owner_password `cat /run/secrets/database_owner_password`
\set node_password `cat /run/secrets/database_node_password`
alter role marketsim_owner password :'owner_password';
alter role marketsim_node password :'node_password';
SQL
