-- Brings the tables of version 1 (MarketSim 0.3) to version 2: nodes are no longer kept, and the lease of a run does not expire.

drop table marketsim.nodes;
drop table marketsim.counters;
alter table marketsim.runs rename most_nodes to max_nodes;

alter table marketsim.leases rename to run_leases;
alter table marketsim.run_leases rename expires_at to reported_at;
alter table marketsim.run_leases rename constraint leases_pkey to run_leases_pkey;
alter table marketsim.run_leases rename constraint leases_run_id_fkey to run_leases_run_id_fkey;
alter table marketsim.run_leases rename constraint leases_run_id_epoch_key to run_leases_run_id_epoch_key;
alter table marketsim.run_leases rename constraint leases_status_check to run_leases_status_check;
alter index marketsim.leases_to_carry_out rename to run_leases_to_carry_out;

-- All nodes have ended, and so has the lead of each, unless it was lost: then its lease had a holder when it expired.
update marketsim.run_leases set reported_at = least(reported_at, clock_timestamp());

create table marketsim.leases (
    name text primary key,
    owner text not null,
    expires_at timestamptz not null
);
