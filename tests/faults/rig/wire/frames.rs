//! The frames of HTTP/2 that a script needs, as bytes.

use super::message::Message;

/// What a client says first.
pub(crate) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
pub(crate) const RST_STREAM: u8 = 3;
pub(crate) const SETTINGS: u8 = 4;
pub(crate) const PING: u8 = 6;
pub(crate) const GOAWAY: u8 = 7;
pub(crate) const WINDOW_UPDATE: u8 = 8;
pub(crate) const CONTINUATION: u8 = 9;

/// On DATA and HEADERS: nothing follows on this stream.
pub(crate) const END_STREAM: u8 = 1;
/// On SETTINGS and PING: this is the answer to one.
pub(crate) const ACK: u8 = 1;
/// On HEADERS and CONTINUATION: the headers are complete.
pub(crate) const END_HEADERS: u8 = 4;

/// The setting that says how much may be sent on a new stream.
pub(crate) const INITIAL_WINDOW: u16 = 4;

/// A frame that was received.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) kind: u8,
    pub(crate) flags: u8,
    pub(crate) stream: u32,
    pub(crate) payload: Vec<u8>,
}

impl Frame {
    /// Whether it has a flag.
    pub(crate) fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// The number in its first four bytes, without the bit that is reserved.
    pub(crate) fn number(&self) -> u32 {
        self.payload.first_chunk().map_or(0, |bytes| u32::from_be_bytes(*bytes) & 0x7fff_ffff)
    }

    /// A setting, by its number.
    pub(crate) fn setting(&self, number: u16) -> Option<u32> {
        self.payload.chunks_exact(6).find_map(|entry| {
            let (name, value) = (entry.first_chunk()?, entry.last_chunk()?);
            (u16::from_be_bytes(*name) == number).then(|| u32::from_be_bytes(*value))
        })
    }
}

/// The length of a frame's payload, its kind, flags and stream, from its first nine bytes.
pub(crate) fn header(bytes: &[u8]) -> (usize, u8, u8, u32) {
    let [first, second, third, kind, flags, stream @ ..] = bytes else { return (0, 0, 0, 0) };
    let length = u32::from_be_bytes([0, *first, *second, *third]);
    let stream = stream.first_chunk().map_or(0, |bytes| u32::from_be_bytes(*bytes) & 0x7fff_ffff);
    (usize::try_from(length).unwrap_or(usize::MAX), *kind, *flags, stream)
}

/// A frame.
pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX).to_be_bytes();
    let mut bytes = length.get(1..).unwrap_or_default().to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

/// Settings, as a server says them first.
pub(crate) fn settings(window: Option<u32>) -> Vec<u8> {
    let mut payload = Vec::new();
    if let Some(window) = window {
        payload.extend(INITIAL_WINDOW.to_be_bytes());
        payload.extend(window.to_be_bytes());
    }
    frame(SETTINGS, 0, 0, &payload)
}

/// The head of an answer. Names and values are written out: nothing is compressed, no table is used.
pub(crate) fn head(message: &Message, stream: u32, ends: bool) -> Vec<u8> {
    // Entry 8 of the static table has the name `:status`.
    let mut block = vec![0x08];
    text(&mut block, &message.status.to_string());
    for (name, value) in &message.headers {
        block.push(0x00);
        text(&mut block, &name.to_ascii_lowercase());
        text(&mut block, value);
    }
    frame(HEADERS, END_HEADERS | if ends { END_STREAM } else { 0 }, stream, &block)
}

/// The end of a stream or connection with an error.
pub(crate) fn error_code(name: &str) -> u32 {
    const CODES: [&str; 14] = [
        "NO_ERROR",
        "PROTOCOL_ERROR",
        "INTERNAL_ERROR",
        "FLOW_CONTROL_ERROR",
        "SETTINGS_TIMEOUT",
        "STREAM_CLOSED",
        "FRAME_SIZE_ERROR",
        "REFUSED_STREAM",
        "CANCEL",
        "COMPRESSION_ERROR",
        "CONNECT_ERROR",
        "ENHANCE_YOUR_CALM",
        "INADEQUATE_SECURITY",
        "HTTP_1_1_REQUIRED",
    ];
    let code = CODES.iter().position(|known| *known == name);
    u32::try_from(code.expect("a code of HTTP/2")).unwrap_or_default()
}

/// Text with its length before it, in the prefixed form of seven bits.
pub(crate) fn text(block: &mut Vec<u8>, text: &str) {
    let mut length = text.len();
    if length < 0x7f {
        block.push(u8::try_from(length).unwrap_or_default());
    } else {
        block.push(0x7f);
        length -= 0x7f;
        while length >= 0x80 {
            block.push(u8::try_from(length & 0x7f).unwrap_or_default() | 0x80);
            length >>= 7;
        }
        block.push(u8::try_from(length).unwrap_or_default());
    }
    block.extend_from_slice(text.as_bytes());
}
