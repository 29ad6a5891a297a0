//! Runs a row: all contenders in turn, again and again, so that whatever the machine does besides hits all alike.

use std::time::Duration;

use crate::alloc;
use crate::client::{Face, Result};
use crate::contenders::{Contender, raw::Raw};
use crate::counts::Counts;
use crate::measure::{Cost, median};
use crate::options::Options;
use crate::rows::Row;
use crate::server::Server;
use crate::shapes::Round;

/// What a contender needs for a work, once.
pub struct Outcome {
    /// Who.
    pub contender: &'static Contender,
    /// Median of the turns, nanoseconds.
    pub nanos: f64,
    /// Median of the turns, nanoseconds of the client's processor time.
    pub cpu_nanos: f64,
    /// Allocations.
    pub calls: f64,
    /// Bytes allocated.
    pub bytes: f64,
    /// What is counted from outside, where it was.
    pub counts: Counts,
}

/// A row with what came out, the contenders in their order.
pub struct Measured {
    /// Which.
    pub row: Row,
    /// Of everybody who takes part.
    pub outcomes: Vec<Outcome>,
}

impl Measured {
    /// The floor, where it takes part.
    pub fn raw(&self) -> Option<&Outcome> {
        self.named("raw")
    }

    /// The contender called so, where it takes part.
    pub fn named(&self, name: &str) -> Option<&Outcome> {
        let mut outcomes = self.outcomes.iter();
        outcomes.find(|outcome| outcome.contender.name == name)
    }

    /// The fastest of redial's peers, of one face or of both.
    pub fn best_peer(&self, face: Option<Face>) -> Option<&Outcome> {
        let peers = self.outcomes.iter().filter(|outcome| {
            outcome.contender.is_peer() && face.is_none_or(|face| face == outcome.contender.face)
        });
        peers.min_by(|one, other| one.nanos.total_cmp(&other.nanos))
    }
}

struct Turns {
    contender: &'static Contender,
    round: Box<dyn Round>,
    times: usize,
    costs: Vec<Cost>,
}

/// Measures a row.
pub fn run(row: &Row, server: &Server, options: &Options) -> Result<Vec<Outcome>> {
    row.placement.apply(server.pid())?;
    row.work.prepare(&mut Raw::connect(server.address())?)?;
    let mut all = Vec::new();
    for contender in row.contenders() {
        let turns = Turns::warm_up(row, contender, server, options.turn);
        all.push(turns.map_err(|error| format!("{}, {}: {error}", contender.name, row.name))?);
    }
    for round in 0..options.rounds {
        let first = round % all.len();
        for index in (first..all.len()).chain(0..first) {
            all[index].take()?;
        }
    }
    all.into_iter().map(Turns::outcome).collect()
}

impl Turns {
    /// Connects, checks the replies, and finds out how often fits into a turn.
    fn warm_up(
        row: &Row,
        contender: &'static Contender,
        server: &Server,
        turn: Duration,
    ) -> Result<Self> {
        let address = match row.over_tls {
            true => server.encrypted_address(),
            false => server.address(),
        };
        let mut round = (contender.open)(address, row.shape, &row.work)?;
        round.check()?;
        let mut times = 1;
        loop {
            let cost = round.run(times)?;
            if cost.time * 3 > turn {
                times = (turn.as_nanos() as f64 / cost.nanos()).ceil() as usize;
                break;
            }
            times = cost.times * 2;
        }
        Ok(Self {
            contender,
            round,
            times,
            costs: Vec::new(),
        })
    }

    fn take(&mut self) -> Result<()> {
        let cost = self.round.run(self.times);
        let cost = cost.map_err(|error| format!("{}: {error}", self.contender.name))?;
        self.costs.push(cost);
        Ok(())
    }

    /// The medians; the allocations are counted here, in a turn that is not timed.
    fn outcome(mut self) -> Result<Outcome> {
        alloc::counting(true);
        let counted = self.round.run(self.times);
        alloc::counting(false);
        let counted = counted?;
        Ok(Outcome {
            contender: self.contender,
            nanos: median(self.costs.iter().map(Cost::nanos)),
            cpu_nanos: median(self.costs.iter().map(Cost::cpu_nanos)),
            calls: counted.per_work(counted.calls as f64),
            bytes: counted.per_work(counted.bytes as f64),
            counts: Counts::default(),
        })
    }
}
