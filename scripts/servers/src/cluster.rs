//! A Redis Cluster.

use std::time::{Duration, Instant};

use crate::{RedisServer, process::pause};

/// How long the nodes may take to agree.
const PATIENCE: Duration = Duration::from_secs(120);

/// A Redis Cluster of masters alone, which write append-only files. Dropped, it is killed and its
/// folders removed.
pub struct RedisCluster {
    nodes: Vec<RedisServer>,
}

impl RedisCluster {
    /// Starts a cluster of so many nodes, three at least, and waits until each says that it is in
    /// order.
    ///
    /// # Panics
    ///
    /// Where Redis is missing or the cluster does not come about.
    pub fn start(nodes: usize) -> RedisCluster {
        let node = || RedisServer::builder().append_only().node().start();
        let nodes: Vec<RedisServer> = (0..nodes).map(|_| node()).collect();
        let addresses: Vec<String> = nodes.iter().map(RedisServer::address).collect();
        let mut create = vec!["--cluster", "create"];
        create.extend(addresses.iter().map(String::as_str));
        create.extend(["--cluster-replicas", "0", "--cluster-yes"]);
        nodes[0].cli(&create);
        let cluster = RedisCluster { nodes };
        cluster.wait();
        cluster
    }

    /// Where its first node is: `redis://127.0.0.1:PORT/`.
    pub fn url(&self) -> String {
        self.nodes[0].url()
    }

    /// Where its nodes are.
    pub fn urls(&self) -> Vec<String> {
        self.nodes.iter().map(RedisServer::url).collect()
    }

    /// Its nodes.
    pub fn nodes(&self) -> &[RedisServer] {
        &self.nodes
    }

    /// Ends the node of this number, from 0, at once. The others notice within some seconds, and
    /// then refuse everything.
    pub fn kill(&mut self, node: usize) {
        self.nodes[node].kill();
    }

    /// Starts the node of this number again, and waits until every running one says that the cluster
    /// is in order. The others must be running.
    ///
    /// # Panics
    ///
    /// Where it does not start or the nodes do not agree.
    pub fn restart(&mut self, node: usize) {
        self.nodes[node].restart();
        self.wait();
    }

    fn wait(&self) {
        let begun = Instant::now();
        let size = format!("cluster_size:{}", self.nodes.len());
        for node in &self.nodes {
            loop {
                let info = node.cli(&["cluster", "info"]);
                if info.contains("cluster_state:ok") && info.contains(&size) {
                    break;
                }
                assert!(begun.elapsed() < PATIENCE, "the cluster is not in order:\n{info}");
                pause();
            }
        }
    }
}
