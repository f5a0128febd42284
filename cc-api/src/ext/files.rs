//! Uploads: a signed address, and the file on its way there.

use bytes::Bytes;

use crate::files::SignedFile;
use crate::{Client, Upload};

/// The hosts that files may be sent to unless the builder is told otherwise. *Inferred*: nobody documented where files
/// go. The service is known to run at Heroku, which has no storage of its own and points its users to Amazon S3, and
/// the operation is named after what S3 calls a signed address. Only S3's own names are here, not all of Amazon's, where
/// anybody can rent a machine.
pub(super) const UPLOAD_HOSTS: [&str; 4] =
    ["s3.amazonaws.com", "s3.*.amazonaws.com", "s3.dualstack.*.amazonaws.com", "s3-accelerate.amazonaws.com"];

impl<K> Client<K> {
    /// Sends a file to the place that [`create_signed_file`](crate::files::Files::create_signed_file) has prepared for
    /// it.
    ///
    /// The file goes to the storage and not to the API: without your key, and without taking a request of your quota.
    /// Type and size have to be those announced. It goes to hosts of Amazon S3 only, which is *inferred*; another
    /// storage is named to the client with [`Builder::upload_hosts`](crate::Builder::upload_hosts), and the error that
    /// asks for it says which.
    ///
    /// # Errors
    ///
    /// Those of [`Client::upload_to`].
    ///
    /// ```no_run
    /// # async fn example(client: &cc_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let content = std::fs::read("portrait.jpg")?;
    /// let size = i64::try_from(content.len())?;
    /// let place = client.files().create_signed_file("portrait.jpg", "image/jpeg").size_bytes(size).await?;
    /// let uploaded = client.upload(&place, "image/jpeg", content).await?;
    /// println!("{} lies at {}", uploaded.file_key.unwrap_or_default(), place.file_url.unwrap_or_default());
    /// # Ok(()) }
    /// ```
    ///
    /// Make the call that uses the file through [`Uploaded::confirm`](crate::Uploaded::confirm): should it fail, its
    /// error names the file, which need not be sent again.
    pub fn upload(
        &self,
        place: &SignedFile,
        content_type: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Upload {
        let address = place.upload_url.clone().unwrap_or_default();
        let mut upload = self.upload_to(address, content_type, content);
        if let Some(method) = &place.method {
            upload = upload.with_method(method.as_str());
        }
        match &place.file_key {
            Some(file_key) => upload.with_file_key(file_key.as_str()),
            None => upload,
        }
    }
}
