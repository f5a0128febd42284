//! The steps that the list injects faults with. Only words that an entry uses are known here.

use serde::Deserialize;
use serde_json::Value;

/// One step.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// What follows is done on every request, not only on the first.
    Always(bool),
    /// What follows is done on this request, counted from 1.
    Nth(u32),
    /// What the server does instead of accepting a connection.
    Tcp(Tcp),
    /// How much of the request the server reads before it goes on.
    Read(Read),
    /// The server carries out what it is asked.
    Apply(bool),
    /// The server waits.
    WaitMs(u64),
    /// The server sends.
    Send(Box<Send>),
    /// What the server sends next, or the body of what it has sent, comes in pieces.
    Drip(Drip),
    /// What becomes of the connection.
    End(End),
    /// What the server says in HTTP/2.
    H2(Frame),
    /// What the server is like in TLS.
    Tls(Tls),
    /// Where the host's name leads.
    Dns(Dns),
    /// What the client's clock is like.
    Clock(Clock),
    /// What the test does on the client's side.
    Local(Value),
    /// How the following requests are answered.
    Then(Then),
}

/// What the server does instead of accepting a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tcp {
    /// Nobody listens.
    Refuse,
}

/// How much is read of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Read {
    /// All of it.
    All,
    /// So many bytes, with those of the head.
    #[serde(untagged)]
    Bytes {
        /// How many.
        bytes: usize,
    },
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Send {
    /// The status.
    #[serde(default)]
    pub status: Option<u16>,
    /// The headers.
    #[serde(default)]
    pub headers: Headers,
    /// The body, or `ref:NAME`.
    #[serde(default)]
    pub body: Option<String>,
    /// The bytes as they stand, or `ref:NAME`.
    #[serde(default)]
    pub raw: Option<String>,
}

/// Headers, in order: an object, or a list of pairs where a name comes twice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub struct Headers(pub Vec<(String, String)>);

/// A little at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drip {
    /// How many bytes at once.
    pub bytes: usize,
    /// How long between two pieces, in milliseconds.
    pub every_ms: u64,
}

/// What becomes of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It is closed in order.
    Fin,
    /// It is reset.
    Rst,
    /// It stays open, and nothing comes any more.
    Hang,
}

/// What the server says in HTTP/2.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// It takes no more streams.
    Goaway(Goaway),
    /// It ends our stream, with this error.
    Rst(String),
    /// How many bytes of bodies it takes.
    Window(u32),
}

/// The end of a connection, announced.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goaway {
    /// Up to which stream it has seen ours.
    pub last: LastStream,
    /// The error.
    pub code: String,
}

/// Up to which stream a server has seen ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastStream {
    /// All that came.
    All,
    /// Not even the first.
    None,
}

/// What the server is like in TLS.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// What is wrong with its certificate.
    Cert(Cert),
    /// The newest version that it knows.
    MaxVersion(String),
    /// It says nothing after the first message.
    Stall(bool),
    /// It answers in plain text.
    Plain(bool),
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cert {
    /// It was valid until yesterday.
    Expired,
    /// It will be valid from tomorrow on.
    NotYetValid,
    /// It is for another host.
    WrongHost,
    /// Nobody but itself vouches for it.
    SelfSigned,
    /// Somebody unknown vouches for it.
    UnknownCa,
}

/// Where a name leads.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dns {
    /// Nowhere.
    Nxdomain,
    /// To this address.
    Answer(String),
}

/// What the client's clock is like.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// It is wrong by so many seconds.
    ClientSkewS(Value),
}

/// How the requests that no rule is for are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// As usual.
    Ok,
}

impl TryFrom<Value> for Headers {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let pair = |name: &str, value: &Value| {
            let text = value.as_str().ok_or_else(|| format!("the header {name} is not text"))?;
            Ok((name.to_owned(), text.to_owned()))
        };
        match value {
            Value::Object(members) => {
                members.iter().map(|(name, value)| pair(name, value)).collect::<Result<_, _>>().map(Self)
            }
            Value::Array(pairs) => {
                let one = |entry: &Value| match entry.as_array().map(Vec::as_slice) {
                    Some([Value::String(name), value]) => pair(name, value),
                    _ => Err(format!("{entry} is no pair of name and value")),
                };
                pairs.iter().map(one).collect::<Result<_, _>>().map(Self)
            }
            other => Err(format!("{other} are no headers")),
        }
    }
}
