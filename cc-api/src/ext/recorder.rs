//! A recorder that knows the catalogue of this API.

use std::io::Write;

use crate::catalogue;
use crate::record::Recorder;

impl Recorder {
    /// A recorder for this API. Each line is handed to the sink in one piece, as to a file without a buffer:
    ///
    /// ```no_run
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use cc_api::record::Recorder;
    /// use cc_api::{Client, Credential};
    ///
    /// let recorder = Recorder::new(std::fs::File::create("answers.jsonl")?);
    /// let client = Client::builder().credential(Credential::from_env()?).record(recorder).build()?;
    /// # Ok(()) }
    /// ```
    pub fn new(sink: impl Write + Send + 'static) -> Self {
        Self::over(catalogue::find, catalogue::schema, sink)
    }
}
