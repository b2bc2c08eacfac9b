-- The roles of a MarketSim cluster and their rights, least of all the nodes'. Run as the administrator, in the database of the cluster:
--
--   psql --dbname marketsim --file roles.sql
--
-- It can be run again. It sets no password: \password does, without leaving it in a history or a log (see README).
\set ON_ERROR_STOP on
set client_min_messages = warning;
begin;

-- Owns the tables; used by `marketsim cluster init` only.
select 'create role marketsim_owner' where not exists (select from pg_roles where rolname = 'marketsim_owner') \gexec
alter role marketsim_owner with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 5;

-- What nodes and the commands of users log in as: rows, no tables.
select 'create role marketsim_node' where not exists (select from pg_roles where rolname = 'marketsim_node') \gexec
alter role marketsim_node with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 190;

-- Reads what dashboards show. Parts, files and manifests, which hold everybody's results, stay closed to it.
select 'create role marketsim_monitor' where not exists (select from pg_roles where rolname = 'marketsim_monitor') \gexec
alter role marketsim_monitor with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 5;
grant pg_monitor to marketsim_monitor;

-- The database belongs to the owner; nobody else may even connect unless named here.
select format('alter database %I owner to marketsim_owner', current_database()) \gexec
select format('revoke all on database %I from public', current_database()) \gexec
select format('grant connect on database %I to marketsim_node, marketsim_monitor', current_database()) \gexec
revoke all on schema public from public;

create schema if not exists marketsim authorization marketsim_owner;
grant usage on schema marketsim to marketsim_node, marketsim_monitor;

-- For tables that exist, and for those that the owner makes later.
grant select, insert, update, delete on all tables in schema marketsim to marketsim_node;
grant usage on all sequences in schema marketsim to marketsim_node;
alter default privileges for role marketsim_owner in schema marketsim grant select, insert, update, delete on tables to marketsim_node;
alter default privileges for role marketsim_owner in schema marketsim grant usage on sequences to marketsim_node;

-- The monitor's tables are there after `marketsim cluster init`; run this file again then.
select format('grant select on marketsim.%I to marketsim_monitor', tablename)
  from pg_tables where schemaname = 'marketsim' and tablename in ('runs', 'run_leases', 'leases', 'recoveries', 'schema_version') \gexec

-- A node that hangs lets go of what it holds. Its own patience ends at 10 s; writing the parts of a large checkpoint may take longer.
alter role marketsim_node set idle_in_transaction_session_timeout = '10s';
alter role marketsim_node set lock_timeout = '10s';
alter role marketsim_node set statement_timeout = '2min';
alter role marketsim_monitor set statement_timeout = '30s';
alter role marketsim_monitor set default_transaction_read_only = on;

commit;
