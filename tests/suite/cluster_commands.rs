//! The commands of a cluster's nodes.

use std::collections::BTreeSet;
use std::fs;
use std::time::{Instant, SystemTime};

use redial::{Bytes, ErrorKind};

use super::*;
use crate::face::test;
use crate::support::cluster::Cluster;

/// How long a cluster may take to agree.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks a node for the nodes that it knows until they are as they should be.
#[maybe_async]
async fn wait_for_nodes<A: Copy>(
    r: &Redis,
    are_so: fn(&[ClusterNode], A) -> bool,
    with: A,
) -> Result<Vec<ClusterNode>> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let nodes = r.cluster_nodes().await?;
        if are_so(&nodes, with) {
            return Ok(nodes);
        }
        assert!(Instant::now() < deadline, "{nodes:?}");
        sleep(Duration::from_millis(20)).await;
    }
}

fn are_connected(nodes: &[ClusterNode], count: usize) -> bool {
    let is_there = |node: &&ClusterNode| node.is_connected && !node.has_flag("handshake");
    nodes.iter().filter(is_there).count() == count
}

fn myself(nodes: &[ClusterNode]) -> &ClusterNode {
    nodes.iter().find(|node| node.is_myself()).unwrap()
}

fn am_master(nodes: &[ClusterNode], is_master: bool) -> bool {
    let me = myself(nodes);
    me.is_master() == is_master && me.is_replica() != is_master
}

fn is_slots_master(nodes: &[ClusterNode], slot: u16) -> bool {
    let mut slots = myself(nodes).slots.iter();
    slots.any(|range| range.contains(slot))
}

/// A node alone that has all slots, once it answers.
#[maybe_async]
async fn node_with_all_slots() -> Result<Server> {
    let node = Cluster::node();
    let r = client_of(&node);
    let all: Vec<u16> = (0..16_384).collect();
    r.cluster_addslots(all).await?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        let info = r.cluster_info().await?;
        if info.is_ok() {
            return Ok(node);
        }
        assert!(Instant::now() < deadline, "{info:?}");
        sleep(Duration::from_millis(20)).await;
    }
}

#[maybe_async]
#[test]
async fn a_node_gets_and_loses_slots() -> Result<()> {
    let node = Cluster::node();
    let r = client_of(&node);
    r.cluster_addslots(1).await?;
    r.cluster_addslots([2, 16_383]).await?;
    for wrong in [vec![2], vec![4, 4], vec![16_384], vec![]] {
        let error = r.cluster_addslots(wrong).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    let nodes = r.cluster_nodes().await?;
    let wanted = [SlotRange::from(1..=2), SlotRange::from(16_383)];
    assert_eq!(nodes[0].slots, wanted);
    let info = r.cluster_info().await?;
    assert_eq!((info.slots_assigned(), info.slots_ok()), (3, 3));
    assert_eq!((info.slots_pfail(), info.slots_fail()), (0, 0));
    assert_eq!((info.known_nodes(), info.is_ok()), (1, false));
    assert_eq!(info.get("cluster_state"), Some("fail"));
    assert_eq!(info.parse::<u64>("cluster_state"), None);
    assert_eq!(info.parse::<u64>("cluster_stats_messages_sent"), Some(0));

    r.cluster_delslots([1, 16_383]).await?;
    let error = r.cluster_delslots([1, 2]).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let nodes = r.cluster_nodes().await?;
    assert_eq!(nodes[0].slots, [SlotRange::from(2)]);
    r.cluster_flushslots().await?;
    let nodes = r.cluster_nodes().await?;
    assert_eq!(nodes[0].slots, []);

    if node.lacks("cluster|addslotsrange", "a_node_gets_and_loses_slots") {
        return Ok(());
    }
    r.cluster_addslotsrange([5..=9, 20..=20]).await?;
    r.cluster_addslotsrange([(30, 40)]).await?;
    let nodes = r.cluster_nodes().await?;
    let wanted = [(5, 9), (20, 20), (30, 40)].map(SlotRange::from);
    assert_eq!(nodes[0].slots, wanted);
    let backwards = r.cluster_addslotsrange([(60, 50)]).await;
    let twice = r.cluster_addslotsrange([40..=50]).await;
    let none = r.cluster_addslotsrange(Vec::<SlotRange>::new()).await;
    for refused in [backwards, twice, none] {
        assert_eq!(refused.unwrap_err().code(), Some("ERR"));
    }
    r.cluster_delslotsrange([6..=8, 30..=40]).await?;
    r.cluster_delslotsrange(&wanted[1..2]).await?;
    let nodes = r.cluster_nodes().await?;
    assert_eq!(nodes[0].slots, [5, 9].map(SlotRange::from));
    let error = r.cluster_delslotsrange([5..=6]).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_node_knows_itself_and_begins_anew() -> Result<()> {
    let node = Cluster::node();
    let r = client_of(&node);
    r.cluster_set_config_epoch(7).await?;
    let info = r.cluster_info().await?;
    assert_eq!((info.my_epoch(), info.current_epoch()), (7, 7));
    let error = r.cluster_set_config_epoch(8).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let bump = r.cluster_bumpepoch().await?;
    assert_eq!(bump, EpochBump::Still(7));
    r.cluster_reset_hard().await?;
    let bump = r.cluster_bumpepoch().await?;
    assert_eq!(bump, EpochBump::Bumped(1));

    let id = r.cluster_myid().await?;
    let nodes = r.cluster_nodes().await?;
    let me = &nodes[0];
    assert_eq!((&me.id, nodes.len()), (&id, 1));
    assert_eq!((me.port, me.bus_port), (node.port(), node.port() + 10_000));
    assert_eq!((me.ip.as_str(), me.hostname.as_deref()), ("", None));
    assert!(me.is_myself() && me.is_master() && me.is_connected);
    assert_eq!((me.ping_sent, me.pong_received), (None, None));
    assert_eq!((&me.master_id, me.config_epoch), (&None, 1));

    r.cluster_addslots(0).await?;
    let file = node.unix_path().with_file_name("nodes.conf");
    fs::remove_file(&file).unwrap();
    r.cluster_save_config().await?;
    assert!(fs::read_to_string(&file).unwrap().contains(&id));
    r.cluster_reset().await?;
    let same = r.cluster_nodes().await?;
    assert_eq!((&same[0].id, &same[0].slots[..]), (&id, &[][..]));
    r.cluster_reset_hard().await?;
    let other = r.cluster_myid().await?;
    assert_ne!(other, id);
    let help = r.cluster_help().await?;
    assert!(help.iter().any(|line| line.starts_with("MEET")));

    if node.lacks("cluster|myshardid", "a_node_knows_itself_and_begins_anew") {
        return Ok(());
    }
    let shard = r.cluster_myshardid().await?;
    assert_eq!(shard.len(), 40);
    assert_ne!(shard, other);
    Ok(())
}

#[maybe_async]
#[test]
async fn keys_are_found_by_their_slots() -> Result<()> {
    let node = node_with_all_slots().await?;
    let r = client_of(&node);
    let slot = r.cluster_keyslot("foo").await?;
    assert_eq!(slot, 12_182);
    let odd: &[u8] = b"{foo}\xff";
    let slots = [
        r.cluster_keyslot("{foo}:1").await?,
        r.cluster_keyslot(odd).await?,
        r.cluster_keyslot("").await?,
    ];
    assert_eq!(slots, [slot, slot, 0]);
    r.set("foo", "1").await?;
    r.set(odd, "2").await?;
    r.set("bar", "3").await?;
    let count = r.cluster_countkeysinslot(slot).await?;
    assert_eq!(count, 2);
    let keys: Vec<Bytes> = r.cluster_get_keys_in_slot(slot, 10).await?;
    let keys: BTreeSet<Bytes> = keys.into_iter().collect();
    assert_eq!(keys, BTreeSet::from(["foo".into(), odd.to_vec().into()]));
    let keys: Vec<Bytes> = r.cluster_get_keys_in_slot(slot, 1).await?;
    assert_eq!(keys.len(), 1);
    let none: Vec<String> = r.cluster_get_keys_in_slot(slot, 0).await?;
    assert_eq!(none, [""; 0]);
    for refused in [
        r.cluster_countkeysinslot(16_384).await.map(|_| ()),
        r.cluster_get_keys_in_slot::<String>(16_384, 1)
            .await
            .map(|_| ()),
        r.cluster_reset().await,
        r.cluster_flushslots().await,
    ] {
        assert_eq!(refused.unwrap_err().code(), Some("ERR"));
    }

    if node.lacks("cluster|flushslot", "keys_are_found_by_their_slots") {
        return Ok(());
    }
    r.cluster_flushslot(slot).await?;
    let left: Vec<String> = r.keys("*").await?;
    assert_eq!(left, ["bar"]);
    let other = r.cluster_keyslot("bar").await?;
    r.cluster_flushslot_with(other, FlushMode::Async).await?;
    r.cluster_flushslot_with(other, FlushMode::Sync).await?;
    let size = r.dbsize().await?;
    assert_eq!(size, 0);
    let error = r.cluster_flushslot(16_384).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    Ok(())
}

#[maybe_async]
#[test]
async fn slots_are_compared_by_what_they_were_used_for() -> Result<()> {
    let node = node_with_all_slots().await?;
    let test = "slots_are_compared_by_what_they_were_used_for";
    if node.lacks("cluster|slot-stats", test) {
        return Ok(());
    }
    let r = client_of(&node);
    let bare = r.cluster_slot_stats(5).await?;
    assert_eq!((bare[0].slot, bare[0].key_count), (5, 0));
    assert_eq!((bare[0].cpu, bare[0].network_bytes_in), (None, None));
    r.config_set(("cluster-slot-stats-enabled", "yes")).await?;
    r.set("{foo}1", "1").await?;
    r.set("{foo}2", "2").await?;
    r.set("bar", "3").await?;
    let (foo, bar) = (12_182, r.cluster_keyslot("bar").await?);
    let stats = r.cluster_slot_stats(foo..=foo + 1).await?;
    assert_eq!((stats[0].slot, stats[1].slot), (foo, foo + 1));
    assert_eq!((stats[0].key_count, stats[1].key_count), (2, 0));
    assert!(stats[0].cpu.is_some_and(|time| !time.is_zero()));
    assert!(stats[0].network_bytes_in > Some(60));
    assert!(stats[0].network_bytes_out > Some(0));
    assert_eq!(stats.len(), 2);

    let most = r
        .cluster_slot_stats_by(SlotStatsOrder::key_count().limit(2))
        .await?;
    let slots: Vec<u16> = most.iter().map(|stats| stats.slot).collect();
    assert_eq!(slots, [foo, bar]);
    // Which of the two took the server longer is up to the machine.
    let longest = r
        .cluster_slot_stats_by(SlotStatsOrder::cpu().limit(1).desc())
        .await?;
    assert!([foo, bar].contains(&longest[0].slot) && longest.len() == 1);
    for order in [
        SlotStatsOrder::network_in(),
        SlotStatsOrder::network_out(),
        SlotStatsOrder::by("KEY-COUNT"),
    ] {
        let most = r
            .cluster_slot_stats_by(order.clone().limit(1).desc())
            .await?;
        assert_eq!((most[0].slot, most.len()), (foo, 1), "{order:?}");
        let least = r
            .cluster_slot_stats_by(order.clone().limit(1).asc())
            .await?;
        assert_eq!((least[0].slot, least.len()), (0, 1), "{order:?}");
    }
    let all = r.cluster_slot_stats_by(SlotStatsOrder::key_count()).await?;
    assert_eq!(all.len(), 16_384);
    let unknown = SlotStatsOrder::by("no-such-metric").limit(1);
    let many = SlotStatsOrder::key_count().limit(0);
    for refused in [
        r.cluster_slot_stats_by(unknown).await,
        r.cluster_slot_stats_by(many).await,
        r.cluster_slot_stats((9, 8)).await,
        r.cluster_slot_stats(16_384).await,
    ] {
        assert_eq!(refused.unwrap_err().code(), Some("ERR"));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_node_tells_by_which_names_it_is_found() -> Result<()> {
    let node = Cluster::node();
    let r = client_of(&node);
    r.cluster_addslots([0, 1, 7]).await?;
    let id = r.cluster_myid().await?;
    let slots = r.cluster_slots().await?;
    let ranges: Vec<SlotRange> = slots.iter().map(|range| range.slots).collect();
    assert_eq!(ranges, [(0, 1), (7, 7)].map(SlotRange::from));
    let me = &slots[0].nodes[0];
    assert_eq!((me.port, &me.id), (node.port(), &id));
    // It has not heard of anybody by which address it is found.
    assert_eq!((&me.endpoint, &me.ip, &me.hostname), (&None, &None, &None));

    let test = "a_node_tells_by_which_names_it_is_found";
    if node.lacks("cluster|shards", test) {
        return Ok(());
    }
    let name = "node.example";
    r.config_set(("cluster-announce-ip", "127.0.0.9")).await?;
    r.config_set(("cluster-announce-hostname", name)).await?;
    for (kind, endpoint, ip, hostname) in [
        ("ip", Some("127.0.0.9"), None, Some(name)),
        ("hostname", Some(name), Some("127.0.0.9"), None),
        ("unknown-endpoint", None, Some("127.0.0.9"), Some(name)),
    ] {
        r.config_set(("cluster-preferred-endpoint-type", kind))
            .await?;
        let slots = r.cluster_slots().await?;
        let me = &slots[0].nodes[0];
        assert_eq!(me.endpoint.as_deref(), endpoint, "{kind}");
        assert_eq!(me.ip.as_deref(), ip, "{kind}");
        assert_eq!(me.hostname.as_deref(), hostname, "{kind}");
        let shards = r.cluster_shards().await?;
        let me = &shards[0].nodes[0];
        assert_eq!(me.endpoint.as_deref(), endpoint, "{kind}");
        assert_eq!(me.ip, "127.0.0.9");
        assert_eq!(me.hostname.as_deref(), Some(name));
    }
    let nodes = r.cluster_nodes().await?;
    assert_eq!(nodes[0].hostname.as_deref(), Some(name));
    assert_eq!(nodes[0].ip, "127.0.0.9");
    if !node.is_valkey() {
        node.record_lack("CONFIG SET availability-zone", test);
        return Ok(());
    }
    r.config_set(("availability-zone", "west-1")).await?;
    let slots = r.cluster_slots().await?;
    let zone = slots[0].nodes[0].availability_zone.as_deref();
    assert_eq!(zone, Some("west-1"));
    let shards = r.cluster_shards().await?;
    let zone = shards[0].nodes[0].availability_zone.as_deref();
    assert_eq!(zone, Some("west-1"));
    Ok(())
}

#[maybe_async]
#[test]
async fn nodes_slots_shards_and_links_agree() -> Result<()> {
    let cluster = Cluster::shared();
    let r = client_of(cluster.master(0));
    let nodes = r.cluster_nodes().await?;
    assert_eq!(nodes.len(), 4);
    let me = myself(&nodes);
    let my_id = r.cluster_myid().await?;
    assert_eq!(me.id, my_id);
    assert_eq!(me.slots, [SlotRange::from(0..=8191)]);
    let others: BTreeSet<&String> = nodes
        .iter()
        .filter(|node| node.id != me.id)
        .map(|node| &node.id)
        .collect();
    for node in &nodes {
        assert_eq!((node.ip.as_str(), node.is_connected), ("127.0.0.1", true));
        assert_eq!(node.bus_port, node.port + 10_000);
        assert_eq!(node.is_master(), node.master_id.is_none());
        // Of itself a node says this or that.
        let heard = node.pong_received.is_some_and(|time| {
            let ago = SystemTime::now().duration_since(time).unwrap_or_default();
            ago < Duration::from_secs(60)
        });
        assert!(heard || node.is_myself(), "{node:?}");
    }
    let info = r.cluster_info().await?;
    assert_eq!((info.known_nodes(), info.size()), (4, 2));
    assert_eq!((info.is_ok(), info.slots_ok()), (true, 16_384));
    assert_eq!((info.my_epoch(), info.current_epoch() >= 2), (1, true));

    let port = cluster.replica(0).port();
    let mine = r.cluster_replicas(&me.id).await?;
    assert_eq!(mine.len(), 1);
    assert_eq!((mine[0].port, mine[0].is_replica()), (port, true));
    assert_eq!(mine[0].master_id.as_ref(), Some(&me.id));
    let same = r.cluster_slaves(&me.id).await?;
    assert_eq!(same[0].id, mine[0].id);
    for wrong in ["no-such-node", &mine[0].id] {
        let error = r.cluster_replicas(wrong).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    let reports = r.cluster_count_failure_report(&mine[0].id).await?;
    assert_eq!(reports, 0);
    let error = r.cluster_count_failure_report("none").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));

    let slots = r.cluster_slots().await?;
    assert_eq!(slots.len(), 2);
    let range = &slots[0];
    assert_eq!(range.slots, SlotRange::from(0..=8191));
    let ids: Vec<&String> = range.nodes.iter().map(|node| &node.id).collect();
    assert_eq!(ids, [&me.id, &mine[0].id]);
    assert_eq!(range.nodes[0].endpoint.as_deref(), Some("127.0.0.1"));
    assert_eq!(range.nodes[1].port, port);

    let test = "nodes_slots_shards_and_links_agree";
    if cluster.master(0).lacks("cluster|shards", test) {
        return Ok(());
    }
    let shards = r.cluster_shards().await?;
    assert_eq!(shards.len(), 2);
    let mut of_me = shards.iter().filter(|shard| shard.slots[0].contains(0));
    let shard = of_me.next().unwrap();
    assert_eq!(shard.slots, [SlotRange::from(0..=8191)]);
    assert_eq!(shard.nodes.len(), 2);
    for node in &shard.nodes {
        assert_eq!(node.is_master(), node.id == me.id);
        assert_eq!(node.role == "replica", node.id == mine[0].id);
        assert!(node.port.is_some() && node.tls_port.is_none());
        assert_eq!(node.ip, "127.0.0.1");
        assert_eq!(node.endpoint.as_deref(), Some("127.0.0.1"));
        assert_eq!((&node.hostname, &node.availability_zone), (&None, &None));
    }
    let master = shard.nodes.iter().find(|node| node.is_master()).unwrap();
    assert!(master.is_online() && master.replication_offset > 0);
    if let Some(id) = &shard.id {
        let mine = r.cluster_myshardid().await?;
        assert_eq!(id, &mine);
    }

    let links = r.cluster_links().await?;
    for direction in [ClusterLinkDirection::To, ClusterLinkDirection::From] {
        let linked = links.iter().filter(|link| link.direction == direction);
        let linked: BTreeSet<&String> = linked.map(|link| &link.node).collect();
        assert_eq!(linked, others);
    }
    for link in &links {
        assert!(link.create_time.unwrap() < SystemTime::now());
        assert!(link.events.starts_with('r'));
        assert!(link.send_buffer_allocated >= link.send_buffer_used);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_replica_answers_those_who_want_it() -> Result<()> {
    let cluster = Cluster::shared();
    let (master, replica) = (cluster.master(0), cluster.replica(0));
    let k = format!("{{user:3}}:{}", key("readonly"));
    let m = client_of(master);
    let slot = m.cluster_keyslot(&k).await?;
    assert!(slot < 8192);
    m.set(&k, "v").await?;
    m.wait(1, PATIENCE).await?;

    let r = client_of(replica);
    for refused in [
        r.asking().await,
        r.readonly().await,
        r.readwrite().await,
        r.pipeline().readonly().execute().await,
    ] {
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Data);
    }
    let mut conn = r.connection().await?;
    let error = conn.get::<String>(&k).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Moved);
    conn.readonly().await?;
    let value: Option<String> = conn.get(&k).await?;
    assert_eq!(value.as_deref(), Some("v"));
    let error = conn.set(&k, "w").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Moved);
    conn.readwrite().await?;
    let error = conn.get::<String>(&k).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Moved);
    m.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_slot_moves_key_by_key() -> Result<()> {
    let cluster = Cluster::start(2, 0);
    let (source, target) = (cluster.master(0), cluster.master(1));
    let (s, t) = (client_of(source), client_of(target));
    let (source_id, target_id) = (s.cluster_myid().await?, t.cluster_myid().await?);
    let slot = s.cluster_keyslot("user:3").await?;
    assert!(slot < 8192);
    s.set("user:3", "v").await?;
    t.cluster_setslot(slot, SlotState::importing(&source_id))
        .await?;
    s.cluster_setslot(slot, SlotState::migrating(&target_id))
        .await?;
    let (from, to) = (s.cluster_nodes().await?, t.cluster_nodes().await?);
    assert_eq!(myself(&from).migrating, [(slot, target_id.clone())]);
    assert_eq!(myself(&to).importing, [(slot, source_id.clone())]);
    assert_eq!(
        (&myself(&from).importing[..], &myself(&to).migrating[..]),
        (&[][..], &[][..])
    );

    let error = s.get::<String>("{user:3}:other").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Ask);
    let error = t.get::<String>("{user:3}:other").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Moved);
    let mut conn = t.connection().await?;
    conn.asking().await?;
    conn.set("{user:3}:other", "w").await?;
    let error = conn.get::<String>("{user:3}:other").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Moved);
    let moved = s
        .migrate("127.0.0.1", target.port(), "user:3", 0, PATIENCE)
        .await?;
    assert_eq!(moved, Migration::Done);
    for r in [&t, &s] {
        r.cluster_setslot(slot, SlotState::node(&target_id)).await?;
    }
    let value: Option<String> = t.get("user:3").await?;
    assert_eq!(value.as_deref(), Some("v"));
    let nodes = t.cluster_nodes().await?;
    let mine = [SlotRange::from(slot), SlotRange::from(8192..=16_383)];
    assert_eq!(myself(&nodes).slots, mine);

    let back = SlotState::migrating(&source_id);
    let back = match target.is_valkey() {
        true => back.timeout(Duration::from_millis(1)),
        false => back,
    };
    t.cluster_setslot(slot, back).await?;
    t.cluster_setslot(slot, SlotState::stable()).await?;
    let nodes = t.cluster_nodes().await?;
    assert_eq!(myself(&nodes).migrating, []);
    for (r, wrong) in [
        (&s, SlotState::migrating(&target_id)),
        (&t, SlotState::importing(&source_id)),
        (&t, SlotState::migrating("no-such-node")),
        (&t, SlotState::node("no-such-node")),
    ] {
        let error = r.cluster_setslot(slot, wrong).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn slots_move_all_at_once() -> Result<()> {
    let lone = Cluster::node();
    if lone.lacks("cluster|migrateslots", "slots_move_all_at_once") {
        return Ok(());
    }
    let cluster = Cluster::start(2, 0);
    let (s, t) = (client_of(cluster.master(0)), client_of(cluster.master(1)));
    let (source_id, target_id) = (s.cluster_myid().await?, t.cluster_myid().await?);
    let none = s.cluster_getslotmigrations().await?;
    assert_eq!(none, []);
    let error = s.cluster_cancelslotmigrations().await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    s.set("user:3", "v").await?;
    let slot = s.cluster_keyslot("user:3").await?;
    let ranges = [SlotRange::from(slot), SlotRange::from(10..=20)];
    s.cluster_migrateslots(MigrateSlots::new().to(&target_id, ranges))
        .await?;
    let done = wait_for_migration(&s, "success").await?;
    assert_eq!(
        (&done.source_node, &done.target_node),
        (&source_id, &target_id)
    );
    assert_eq!(done.operation, "EXPORT");
    let mut moved = done.slot_ranges.clone();
    moved.sort();
    assert_eq!(moved, [SlotRange::from(10..=20), SlotRange::from(slot)]);
    assert!(done.create_time <= done.last_update_time);
    let since = SystemTime::now().duration_since(done.create_time.unwrap());
    assert!(since.unwrap_or_default() < Duration::from_secs(60));
    assert!(done.last_ack_time.is_some());
    assert_eq!((done.message.as_str(), done.remaining_repl_size), ("", 0));
    let other_side = t.cluster_getslotmigrations().await?;
    assert_eq!(other_side[0].name, done.name);
    assert_eq!(other_side[0].operation, "IMPORT");
    let value: Option<String> = t.get("user:3").await?;
    assert_eq!(value.as_deref(), Some("v"));

    cluster.master(1).freeze();
    s.cluster_migrateslots(MigrateSlots::new().to(&target_id, [30..=31]))
        .await?;
    let twice = MigrateSlots::new().to(&target_id, [31..=31]);
    let error = s.cluster_migrateslots(twice).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    s.cluster_cancelslotmigrations().await?;
    wait_for_migration(&s, "cancelled").await?;
    cluster.master(1).thaw();
    let foreign = MigrateSlots::new().to(&target_id, [16_000..=16_001]);
    let unknown = MigrateSlots::new().to("no-such-node", [40..=41]);
    for wrong in [foreign, unknown, MigrateSlots::new()] {
        let error = s.cluster_migrateslots(wrong).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    Ok(())
}

/// Asks until the latest migration is in this state.
#[maybe_async]
async fn wait_for_migration(r: &Redis, state: &str) -> Result<SlotMigration> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let migrations = r.cluster_getslotmigrations().await?;
        match migrations.iter().find(|found| found.state == state) {
            Some(found) => return Ok(found.clone()),
            None => assert!(Instant::now() < deadline, "{migrations:?}"),
        }
        sleep(Duration::from_millis(20)).await;
    }
}

#[maybe_async]
#[test]
async fn keys_of_the_cluster_are_scanned_slot_by_slot() -> Result<()> {
    let cluster = Cluster::shared();
    let test = "keys_of_the_cluster_are_scanned_slot_by_slot";
    if cluster.master(0).lacks("clusterscan", test) {
        return Ok(());
    }
    let masters = [client_of(cluster.master(0)), client_of(cluster.master(1))];
    let r = &masters[0];
    let tag = format!("{{user:3}}:{}", key("scan"));
    let keys: BTreeSet<String> = (0..20).map(|n| format!("{tag}:{n}")).collect();
    for k in &keys {
        r.set(k, "v").await?;
    }
    let slot = r.cluster_keyslot(&tag).await?;
    let pattern = ScanOptions::new().pattern(format!("*:{}:*", key("scan")));
    let mut pages = 0;
    for slot in [Some(slot), None] {
        let (mut cursor, mut found) = ("0".to_owned(), BTreeSet::new());
        loop {
            let count = if slot.is_some() { 7 } else { 10_000 };
            let options = pattern.clone().count(count).of_type("string");
            let page: Vec<String>;
            (cursor, page) = scan_page(&masters, &cursor, slot, options).await?;
            found.extend(page);
            pages += 1;
            if cursor == "0" {
                break;
            }
            assert!(cursor.contains('{'), "{cursor}");
        }
        assert_eq!(found, keys);
    }
    assert!(pages > 4, "{pages}");
    for r in &masters {
        let page = r.clusterscan::<String>("0").await;
        let is_moved = page.is_err_and(|error| error.kind() == ErrorKind::Moved);
        let slot = r.cluster_keyslot("0").await?;
        let nodes = r.cluster_nodes().await?;
        assert_eq!(is_moved, !is_slots_master(&nodes, slot));
    }
    for wrong in ["nonsense", "0-{06S}-0"] {
        let page = scan_page(&masters, wrong, Some(slot), pattern.clone()).await;
        assert_eq!(page.unwrap_err().code(), Some("ERR"), "{wrong}");
    }
    r.delete(keys.into_iter().collect::<Vec<_>>()).await?;
    Ok(())
}

/// Asks the one master, and the other one if the cursor is there.
#[maybe_async]
async fn scan_page(
    masters: &[Redis; 2],
    cursor: &str,
    slot: Option<u16>,
    options: ScanOptions,
) -> Result<(String, Vec<String>)> {
    let [one, other] = masters;
    match page_of(one, cursor, slot, options.clone()).await {
        Err(error) if error.kind() == ErrorKind::Moved => {
            page_of(other, cursor, slot, options).await
        }
        page => page,
    }
}

#[maybe_async]
async fn page_of(
    r: &Redis,
    cursor: &str,
    slot: Option<u16>,
    options: ScanOptions,
) -> Result<(String, Vec<String>)> {
    match slot {
        Some(slot) => r.clusterscan_slot(cursor, slot, options).await,
        None => r.clusterscan_with(cursor, options).await,
    }
}

#[maybe_async]
#[test]
async fn nodes_meet_and_forget() -> Result<()> {
    let (one, two, three) = (Cluster::node(), Cluster::node(), Cluster::node());
    let (a, b) = (client_of(&one), client_of(&two));
    a.cluster_meet("127.0.0.1", two.port()).await?;
    wait_for_nodes(&b, are_connected, 2).await?;
    let port = three.port();
    b.cluster_meet_on("127.0.0.1", port, port + 10_000).await?;
    wait_for_nodes(&b, are_connected, 3).await?;
    let nodes = wait_for_nodes(&a, are_connected, 3).await?;
    let third = nodes.iter().find(|node| node.port == port).unwrap();
    assert_eq!(
        (third.ip.as_str(), third.bus_port),
        ("127.0.0.1", port + 10_000)
    );
    a.cluster_forget(&third.id).await?;
    let nodes = a.cluster_nodes().await?;
    assert!(nodes.iter().all(|node| node.port != port));
    let me = a.cluster_myid().await?;
    for refused in [
        a.cluster_forget("no-such-node").await,
        a.cluster_forget(&me).await,
        a.cluster_meet("localhost", port).await,
        a.cluster_meet("127.0.0.1", 0).await,
        a.cluster_replicate(&me).await,
        a.cluster_replicate("no-such-node").await,
        a.cluster_failover().await,
    ] {
        assert_eq!(refused.unwrap_err().code(), Some("ERR"));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_replica_takes_the_place_of_its_master() -> Result<()> {
    let cluster = Cluster::start(1, 1);
    let (a, b) = (client_of(cluster.master(0)), client_of(cluster.replica(0)));
    b.cluster_failover().await?;
    let nodes = wait_for_nodes(&b, am_master, true).await?;
    assert!(is_slots_master(&nodes, 0));
    wait_for_nodes(&a, am_master, false).await?;
    let error = b.cluster_failover().await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));

    // The old master is a replica now, and is let go.
    if cluster.master(0).is_valkey() {
        a.cluster_replicate_no_one().await?;
    } else {
        let test = "a_replica_takes_the_place_of_its_master";
        cluster
            .master(0)
            .record_lack("CLUSTER REPLICATE NO ONE", test);
        a.cluster_reset().await?;
        a.cluster_meet("127.0.0.1", cluster.replica(0).port())
            .await?;
        wait_for_nodes(&a, are_connected, 2).await?;
    }
    let nodes = wait_for_nodes(&a, am_master, true).await?;
    assert_eq!(myself(&nodes).slots, []);
    let master = b.cluster_myid().await?;
    a.cluster_replicate(&master).await?;
    let nodes = a.cluster_nodes().await?;
    assert_eq!(myself(&nodes).master_id.as_ref(), Some(&master));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_replica_needs_no_help_and_no_votes() -> Result<()> {
    // Within half a minute there are no two votes on the same master.
    let cluster = Cluster::start(1, 1);
    let (a, b) = (client_of(cluster.master(0)), client_of(cluster.replica(0)));
    b.cluster_failover_with(ClusterFailover::Force).await?;
    wait_for_nodes(&b, am_master, true).await?;
    wait_for_nodes(&a, am_master, false).await?;
    wait_for_link(&a).await?;
    a.cluster_failover_with(ClusterFailover::Takeover).await?;
    let nodes = a.cluster_nodes().await?;
    assert!(myself(&nodes).is_master() && is_slots_master(&nodes, 0));
    for how in [ClusterFailover::Force, ClusterFailover::Takeover] {
        let refused = a.cluster_failover_with(how).await;
        assert_eq!(refused.unwrap_err().code(), Some("ERR"));
    }
    Ok(())
}

/// Waits until a replica has its master's data.
#[maybe_async]
async fn wait_for_link(r: &Redis) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let info = r.info_of("replication").await?;
        if info.get("master_link_status") == Some("up") {
            return Ok(());
        }
        assert!(Instant::now() < deadline, "{info:?}");
        sleep(Duration::from_millis(20)).await;
    }
}

#[maybe_async]
#[test]
async fn a_server_alone_has_no_cluster() -> Result<()> {
    let r = client();
    for refused in [
        r.cluster_info().await.map(|_| ()),
        r.cluster_myid().await.map(|_| ()),
        r.cluster_addslots(1).await,
    ] {
        assert_eq!(refused.unwrap_err().code(), Some("ERR"));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn cluster_commands_go_into_a_pipeline() -> Result<()> {
    let cluster = Cluster::shared();
    let r = client_of(cluster.master(0));
    let mut pipe = r.pipeline().transaction(false);
    pipe.cluster_info()
        .cluster_nodes()
        .cluster_slots()
        .cluster_keyslot("foo");
    type All = (ClusterInfo, Vec<ClusterNode>, Vec<ClusterSlots>, u16);
    let (info, nodes, slots, slot): All = pipe.execute().await?;
    assert!(info.is_ok());
    assert_eq!((nodes.len(), slots.len(), slot), (4, 2, 12_182));
    Ok(())
}
