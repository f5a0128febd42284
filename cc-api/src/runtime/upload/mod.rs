//! Sending files to the storage beside the API, by an address that the API has signed.
//!
//! The address comes in an answer, so it is checked before a byte goes there ([`address`], [`hosts`], [`public_ip`]):
//! https only, to hosts that the client was told, whose names lead outside. The request carries the file and its type,
//! and nothing of the client: no credential, which a storage would refuse or write into its logs, no tenant, no cookie,
//! no referer. Redirects are not followed. Uploads take no part of the quota, which is the API's.
//!
//! A `PUT` of the same file to the same place does the same again, so it is repeated like a reading call; a `POST` is
//! never sent again once a byte of it may have arrived. The query of an address is its signature: no error shows it.

mod address;
mod hosts;
#[cfg(all(feature = "http", not(target_arch = "wasm32")))]
mod outside;
#[cfg(any(test, all(feature = "http", not(target_arch = "wasm32"))))]
mod public_ip;
mod sender;
mod storage;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;

use super::client::{Client, Core};
use super::error::Error;
use super::secret::Secret;
use super::send::Retry;
use super::timer::BoxFuture;
pub(crate) use hosts::HostPattern;
#[cfg(all(feature = "http", not(target_arch = "wasm32")))]
pub(crate) use outside::{NotOutside, Outside};
use sender::Sent;
pub(crate) use storage::Storage;

/// A file on its way to the storage; it is sent when it is awaited.
///
/// An attempt may take 35 seconds and another second for each 64 KiB of the file; the upload, with what is sent again,
/// 60 seconds and the same. A file is one piece of memory; cloning it copies nothing.
#[derive(Clone)]
#[must_use = "an upload is sent when it is awaited"]
pub struct Upload {
    core: Core,
    address: Secret,
    method: String,
    content_type: String,
    content: Bytes,
    file_key: Option<String>,
    timeout: Option<Duration>,
    deadline: Option<Duration>,
    retry: Option<Retry>,
}

/// A file that lies in the storage.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// The name of the file in the storage, if the API told one.
    pub file_key: Option<String>,
    /// What the storage calls this version of the file, if it says so.
    pub etag: Option<String>,
}

/// An upload on its way.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Uploading(BoxFuture<'static, Result<Sent, Error>>);

impl<K> Client<K> {
    /// Sends a file to an address that the API has signed for it, by `PUT`.
    ///
    /// # Errors
    ///
    /// `Config` if the host is none of [`Builder::upload_hosts`](crate::Builder::upload_hosts), the address is not
    /// https, or its name leads inside a network; `InvalidInput` if it is no address: nothing was sent. `Refused` or
    /// `Validation` if the storage does not want the file: the address may have expired, or type and size are not
    /// those announced. The query of the address is shown by none of them.
    pub fn upload_to(
        &self,
        address: impl Into<Secret>,
        content_type: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Upload {
        Upload {
            core: self.core().clone(),
            address: address.into(),
            method: "PUT".to_owned(),
            content_type: content_type.into(),
            content: content.into(),
            file_key: None,
            timeout: None,
            deadline: None,
            retry: None,
        }
    }
}

impl Upload {
    /// Sends by this method: `PUT`, or `POST`.
    pub fn with_method(mut self, method: impl Into<String>) -> Self {
        self.method = method.into();
        self
    }

    /// Says what the file is called in the storage, for errors and for [`Uploaded`].
    pub fn with_file_key(mut self, file_key: impl Into<String>) -> Self {
        self.file_key = Some(file_key.into());
        self
    }

    /// Ends an attempt that has not been answered after this time.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Ends the upload, whatever it is doing, after this time.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sends again as this says, where sending again does no harm; as the client does otherwise.
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Sends and waits, for programs without async. An error of kind `Config` inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Uploaded, Error> {
        super::blocking::block_on(self.into_future())
    }
}

impl Uploaded {
    /// Makes the call that tells the API of the file. If it fails, the error names the file, so that the call can be
    /// made again without sending the file again: see [`Error::uploaded_file`].
    pub async fn confirm<T>(&self, call: impl IntoFuture<Output = Result<T, Error>>) -> Result<T, Error> {
        match (call.await, &self.file_key) {
            (Err(error), Some(file_key)) => Err(error.with_uploaded_file(file_key)),
            (result, _) => result,
        }
    }
}

impl IntoFuture for Upload {
    type Output = Result<Uploaded, Error>;
    type IntoFuture = Uploading;

    fn into_future(self) -> Uploading {
        Uploading(sender::send(self))
    }
}

impl Future for Uploading {
    type Output = Result<Uploaded, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context).map_ok(|sent| sent.uploaded)
    }
}

impl fmt::Debug for Upload {
    /// Without the address, which is a secret while it is valid.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("file_key", &self.file_key)
            .field("bytes", &self.content.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Uploading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Uploading").finish_non_exhaustive()
    }
}
