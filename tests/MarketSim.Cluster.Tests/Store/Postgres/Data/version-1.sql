-- The tables of a MarketSim cluster. The schema's owner runs this once (marketsim cluster init); nodes need no more than
-- usage of the schema and select, insert, update, delete on its tables.

create table marketsim.schema_version (
    is_only boolean primary key default true check (is_only),
    version integer not null
);

-- Numbers that are given out once. A table, not a sequence: nodes need no rights but those on tables.
create table marketsim.counters (
    is_only boolean primary key default true check (is_only),
    incarnations bigint not null default 0
);
insert into marketsim.counters default values;

create table marketsim.nodes (
    name text primary key,
    process text not null,
    incarnation bigint not null,
    host text not null,
    roles text[] not null,
    threads integer not null,
    version text not null,
    build text not null,
    arithmetic text not null,
    seats integer not null default 0,
    processors double precision not null default 0,
    memory_bytes bigint not null default 0,
    is_leaving boolean not null default false,
    beat_at timestamptz not null
) with (fillfactor = 50);

-- What was submitted; never changed.
create table marketsim.runs (
    id bigint generated always as identity primary key,
    name text not null unique,
    scenario text not null,
    scenario_digest text not null,
    most_nodes integer not null,
    sweep text,
    submitted_at timestamptz not null
);

-- Everything about a run that changes is in this one row, so that one row lock decides every race about it.
--
-- The epoch is part of a unique index on purpose. That makes it a key column: a statement that changes it takes the lock FOR UPDATE,
-- which waits for whoever holds the row FOR KEY SHARE, while a statement that leaves it alone (a renewal, a commit) takes
-- FOR NO KEY UPDATE, which does not. So writers of parts, who hold the row FOR KEY SHARE, keep the epoch from changing under
-- them, and never hold up a renewal.
create table marketsim.leases (
    run_id bigint primary key references marketsim.runs (id) on delete cascade,
    holder text,
    epoch bigint not null default 0,
    expires_at timestamptz not null,
    -- Last word of the holder.
    tick bigint not null default -1,
    is_recovering boolean not null default true,
    progress text,
    status text not null default 'running' check (status in ('running', 'finished', 'interrupted', 'failed')),
    message text not null default '',
    failure_summary text,
    build text,
    is_stop_requested boolean not null default false,
    -- How many manifests were committed; the number of the last one.
    committed bigint not null default 0,
    -- The first manifest that this epoch has committed.
    first_in_epoch bigint,
    committed_tick bigint,
    unique (run_id, epoch)
) with (fillfactor = 50);

-- Names that are not given again: nodes may remember ticks and epochs of the run that had it.
create table marketsim.removed_runs (
    name text primary key,
    removed_at timestamptz not null
);

create index leases_to_carry_out on marketsim.leases (run_id) where status = 'running';

create table marketsim.recoveries (
    run_id bigint not null references marketsim.runs (id) on delete cascade,
    epoch bigint not null,
    cause smallint not null,
    node text not null,
    tick bigint not null,
    committed_tick bigint not null,
    message text not null,
    noted_at timestamptz not null,
    primary key (run_id, epoch)
);

-- Contents by their SHA-256, per run. Longer ones lie out of line, uncompressed (they hardly compress), so that moving the mark of a
-- part does not rewrite its content.
create table marketsim.parts (
    run_id bigint not null references marketsim.runs (id) on delete cascade,
    sha256 bytea not null,
    -- The number of the manifest that was to come when the part was last written, or asked for and found.
    mark bigint not null,
    content bytea not null,
    primary key (run_id, sha256)
) with (fillfactor = 80);
alter table marketsim.parts alter column content set storage external;

create table marketsim.manifests (
    run_id bigint not null references marketsim.runs (id) on delete cascade,
    number bigint not null,
    epoch bigint not null,
    tick bigint not null,
    -- JSON, and the SHA-256 of its UTF-8 bytes.
    body text not null,
    checksum bytea not null,
    -- Digests of its parts, each once.
    digests bytea[] not null,
    primary key (run_id, number),
    -- The same commit made again is known by this.
    unique (run_id, epoch, checksum)
);
alter table marketsim.manifests alter column body set storage external;
alter table marketsim.manifests alter column digests set storage external;

-- Which part holds which bytes of an output file, for all that is committed.
create table marketsim.segments (
    run_id bigint not null references marketsim.runs (id) on delete cascade,
    file text not null,
    byte_offset bigint not null,
    length integer not null check (length > 0),
    sha256 bytea not null,
    primary key (run_id, file, byte_offset)
);
create index segments_by_part on marketsim.segments (run_id, sha256);

-- Files that scenarios name, by the SHA-256 of their content.
create table marketsim.files (
    sha256 bytea primary key,
    content bytea not null
);
