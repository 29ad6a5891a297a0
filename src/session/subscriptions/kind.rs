//! [`Kind`]: the three things that can be subscribed to.

use crate::commands::MessageKind;

/// What names are names of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Channel,
    Pattern,
    ShardChannel,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Channel, Self::Pattern, Self::ShardChannel];

    pub(super) const fn subscribe(self) -> &'static str {
        match self {
            Self::Channel => "SUBSCRIBE",
            Self::Pattern => "PSUBSCRIBE",
            Self::ShardChannel => "SSUBSCRIBE",
        }
    }

    pub(super) const fn unsubscribe(self) -> &'static str {
        match self {
            Self::Channel => "UNSUBSCRIBE",
            Self::Pattern => "PUNSUBSCRIBE",
            Self::ShardChannel => "SUNSUBSCRIBE",
        }
    }

    /// What a confirmation confirms: a subscription, or its end.
    pub(super) const fn confirmed_by(kind: MessageKind) -> Option<(Self, bool)> {
        Some(match kind {
            MessageKind::Subscribe => (Self::Channel, true),
            MessageKind::PSubscribe => (Self::Pattern, true),
            MessageKind::SSubscribe => (Self::ShardChannel, true),
            MessageKind::Unsubscribe => (Self::Channel, false),
            MessageKind::PUnsubscribe => (Self::Pattern, false),
            MessageKind::SUnsubscribe => (Self::ShardChannel, false),
            _ => return None,
        })
    }

    /// What a message was subscribed to by.
    pub(super) const fn published_by(kind: MessageKind) -> Option<Self> {
        Some(match kind {
            MessageKind::Message => Self::Channel,
            MessageKind::PMessage => Self::Pattern,
            MessageKind::SMessage => Self::ShardChannel,
            _ => return None,
        })
    }
}
