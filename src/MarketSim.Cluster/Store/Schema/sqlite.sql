-- The tables of MarketSim in a SQLite file, version 1. Times are microseconds since 1970 by the clock of the machine; digests are SHA-256 in
-- lower-case hexadecimal.

-- What was submitted, and everything about the run that changes.
create table runs (
    id integer primary key autoincrement,
    name text not null unique,
    scenario text not null,
    scenario_digest text not null,
    max_nodes integer not null,
    sweep text,
    submitted_at integer not null,
    holder text,
    epoch integer not null default 0,
    -- When its holder reported last, took the lead, or gave it up; when it was submitted, before the first lease.
    reported_at integer not null,
    -- The last report of the holder.
    tick integer not null default -1,
    is_recovering integer not null default 1,
    progress text,
    status text not null default 'running' check (status in ('running', 'finished', 'interrupted', 'failed')),
    message text not null default '',
    failure_summary text,
    build text,
    is_stop_requested integer not null default 0,
    -- How many manifests were committed; the number of the last one.
    committed integer not null default 0,
    -- The first manifest that this epoch has committed.
    first_in_epoch integer,
    committed_tick integer
) strict;
create index runs_to_carry_out on runs (id) where status = 'running';

-- Names that are not given again: nodes may remember ticks and epochs of the run that had it.
create table removed_runs (
    name text primary key,
    removed_at integer not null
) strict;

-- Leases by name that expire: the right to decide, when a cluster splits, which side goes on.
create table leases (
    name text primary key,
    owner text not null,
    expires_at integer not null
) strict;

create table recoveries (
    run_id integer not null references runs (id) on delete cascade,
    epoch integer not null,
    cause integer not null,
    node text not null,
    tick integer not null,
    committed_tick integer not null,
    message text not null,
    noted_at integer not null,
    primary key (run_id, epoch)
) strict, without rowid;

-- Parts by digest, per run, apart from their contents, so that moving a mark does not rewrite a content.
create table parts (
    id integer primary key,
    run_id integer not null references runs (id) on delete cascade,
    sha256 text not null,
    -- The number of the manifest that was to come when the part was last written, or asked for and found.
    mark integer not null,
    unique (run_id, sha256)
) strict;
create table contents (
    part_id integer primary key references parts (id) on delete cascade,
    content blob not null
) strict;

create table manifests (
    run_id integer not null references runs (id) on delete cascade,
    number integer not null,
    epoch integer not null,
    tick integer not null,
    -- JSON, and the SHA-256 of its UTF-8 bytes.
    body text not null,
    checksum blob not null,
    -- Digests of its parts, each once: a JSON array.
    digests text not null,
    primary key (run_id, number),
    -- The same commit made again is known by this.
    unique (run_id, epoch, checksum)
) strict;

-- Which part holds which bytes of an output file, for all that is committed.
create table segments (
    run_id integer not null references runs (id) on delete cascade,
    file text not null,
    byte_offset integer not null,
    length integer not null check (length > 0),
    sha256 text not null,
    primary key (run_id, file, byte_offset)
) strict, without rowid;
create index segments_by_part on segments (run_id, sha256);

-- Files that scenarios name, by the digest of their content.
create table files (
    sha256 text primary key,
    content blob not null
) strict;
