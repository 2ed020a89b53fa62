//! Files in a bucket of S3, or of a server that speaks its protocol.
//!
//! An upload is an object of its own, `{prefix}/{company}/{sha256}/{random}`, and is never written again. So a sweep that removes an old
//! object cannot meet an upload of the same content, whichever servers do that, and needs no lock.

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use kernel::Result;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, ObjectMeta, ObjectStore, ObjectStoreExt, RetryConfig};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error as _;
use std::fmt::{Debug, Formatter};
use std::fs::File;
use std::io::{Read, Seek};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::runtime::Handle;
use uuid::Uuid;

use crate::errors;

/// How much of an upload is in memory: a longer file is sent in parts of this length.
const UPLOAD_BYTES: usize = 8 << 20;
/// What the names of thumbnails begin with.
const THUMBNAIL: &str = "thumbnail-";
/// How long a bucket may take to take a connection, and to answer one request.
const CONNECT_TIME: Duration = Duration::from_secs(3);
const ANSWER_TIME: Duration = Duration::from_secs(20);
/// How often a request that was not answered is sent again, and until when.
const RETRIES: usize = 2;
const RETRY_TIME: Duration = Duration::from_secs(5);

/// Where a bucket is, and who asks.
#[derive(Clone)]
pub struct BucketSettings {
    /// `s3://bucket` or `s3://bucket/prefix`.
    pub address: String,
    /// The server, `https://s3.example`; empty is Amazon's.
    pub endpoint: String,
    /// The region that requests are signed for.
    pub region: String,
    /// The id of the access key.
    pub key_id: String,
    /// The secret of the access key.
    pub secret: String,
}

/// Without the key: the secret is in no log.
impl Debug for BucketSettings {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BucketSettings").field("address", &self.address).finish_non_exhaustive()
    }
}

/// A bucket that has answered.
#[derive(Clone)]
pub struct Bucket {
    store: Arc<AmazonS3>,
    prefix: Path,
    runtime: Handle,
}

/// An object of a bucket.
pub(crate) struct Object {
    bucket: Bucket,
    path: Path,
}

impl Bucket {
    /// The bucket of these settings, whose requests run on `runtime`; why it cannot be used where it does not answer.
    ///
    /// # Errors
    ///
    /// A sentence for whoever runs the server.
    pub fn connect(settings: &BucketSettings, runtime: Handle) -> std::result::Result<Bucket, String> {
        let address = settings.address.strip_prefix("s3://").unwrap_or_default();
        let (name, prefix) = address.split_once('/').unwrap_or((address, ""));
        let prefix = Path::parse(prefix.trim_end_matches('/')).map_err(|error| error.to_string())?;
        // One that is there already is the same.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = ClientOptions::new().with_connect_timeout(CONNECT_TIME).with_timeout(ANSWER_TIME);
        let backoff = BackoffConfig { max_backoff: Duration::from_secs(1), ..BackoffConfig::default() };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(name)
            .with_region(&settings.region)
            .with_access_key_id(&settings.key_id)
            .with_secret_access_key(&settings.secret)
            .with_client_options(client.with_allow_http(settings.endpoint.starts_with("http://")))
            .with_retry(RetryConfig { backoff, max_retries: RETRIES, retry_timeout: RETRY_TIME });
        if !settings.endpoint.is_empty() {
            builder = builder.with_endpoint(settings.endpoint.trim_end_matches('/'));
        }
        let store = Arc::new(builder.build().map_err(|error| error.to_string())?);
        let bucket = Bucket { store, prefix, runtime };
        let first = bucket.runtime.block_on(bucket.store.list(Some(&bucket.prefix)).next());
        first.transpose().map_err(|error| reason(&error))?;
        Ok(bucket)
    }

    /// Sends a whole file, and forgets what was sent of it where that fails.
    pub(crate) fn keep(&self, tenant: Uuid, sha256: &str, file: &mut File, bytes: u64) -> Result<()> {
        let mut name = [0; 8];
        #[expect(clippy::disallowed_methods, reason = "the name of an object is not told to any command")]
        getrandom::fill(&mut name).map_err(|error| kernel::defect(format!("no randomness: {error}")))?;
        let path = self.of(tenant).join(sha256).join(format!("{:016x}", u64::from_be_bytes(name)));
        file.rewind().map_err(crate::unavailable)?;
        if bytes <= UPLOAD_BYTES as u64 {
            let whole = next_part(file)?;
            return self.put(&path, whole);
        }
        let mut upload = self.runtime.block_on(self.store.put_multipart(&path)).map_err(refused)?;
        let sent = loop {
            match next_part(file) {
                Err(error) => break Err(error),
                Ok(part) if part.is_empty() => {
                    break self.runtime.block_on(upload.complete()).map(drop).map_err(refused);
                }
                Ok(part) => match self.runtime.block_on(upload.put_part(part.into())) {
                    Ok(()) => {}
                    Err(error) => break Err(refused(error)),
                },
            }
        };
        if sent.is_err()
            && let Err(error) = self.runtime.block_on(upload.abort())
        {
            tracing::warn!(error = reason(&error), "the parts of an upload that failed are still in the bucket");
        }
        sent
    }

    fn put(&self, path: &Path, content: Bytes) -> Result<()> {
        self.runtime.block_on(self.store.put(path, content.into())).map(drop).map_err(refused)
    }

    /// The object that was uploaded last with this content; none where there is none.
    pub(crate) fn find(&self, tenant: Uuid, sha256: &str) -> Result<Option<Object>> {
        let found = self.list(&self.of(tenant).join(sha256))?;
        let newest = found.into_iter().filter(|object| !is_thumbnail(object)).max_by_key(|object| object.last_modified);
        Ok(newest.map(|object| Object { bucket: self.clone(), path: object.location }))
    }

    /// The thumbnail of a content; none where it has not been made.
    pub(crate) fn thumbnail(&self, tenant: Uuid, sha256: &str, side: u32) -> Result<Option<Bytes>> {
        let path = self.of(tenant).join(sha256).join(format!("{THUMBNAIL}{side}"));
        let get = async { self.store.get(&path).await?.bytes().await };
        match self.runtime.block_on(get) {
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            got => got.map(Some).map_err(refused),
        }
    }

    /// Keeps a thumbnail beside its content.
    pub(crate) fn keep_thumbnail(&self, tenant: Uuid, sha256: &str, side: u32, image: Bytes) -> Result<()> {
        self.put(&self.of(tenant).join(sha256).join(format!("{THUMBNAIL}{side}")), image)
    }

    /// Whether a company has any file.
    pub(crate) fn has_any(&self, tenant: Uuid) -> Result<bool> {
        let first = self.runtime.block_on(self.store.list(Some(&self.of(tenant))).next());
        first.transpose().map(|first| first.is_some()).map_err(refused)
    }

    /// Removes objects from before `before` whose content is not needed, or that a later upload of the same content, from before it, too,
    /// has taken the place of; how many.
    pub(crate) fn sweep(&self, tenant: Uuid, needed: &BTreeSet<String>, before: SystemTime) -> Result<usize> {
        let mut old = self.list(&self.of(tenant))?;
        old.retain(|object| SystemTime::from(object.last_modified) < before);
        let uploads = old.iter().filter(|object| !is_thumbnail(object));
        let mut newest = BTreeMap::new();
        for object in uploads {
            let place = (object.last_modified, &object.location);
            let known = newest.entry(sha256_of(object)).or_insert(place);
            *known = place.max(*known);
        }
        let is_newest =
            |object: &&ObjectMeta| newest.get(sha256_of(object)).is_some_and(|(_, at)| **at == object.location);
        let stays =
            |object: &&ObjectMeta| needed.contains(sha256_of(object)) && (is_thumbnail(object) || is_newest(object));
        let removed: Vec<&ObjectMeta> = old.iter().filter(|object| !stays(object)).collect();
        for object in &removed {
            self.runtime.block_on(self.store.delete(&object.location)).map_err(refused)?;
        }
        Ok(removed.len())
    }

    fn list(&self, below: &Path) -> Result<Vec<ObjectMeta>> {
        self.runtime.block_on(self.store.list(Some(below)).try_collect()).map_err(refused)
    }

    fn of(&self, tenant: Uuid) -> Path {
        self.prefix.clone().join(tenant.simple().to_string())
    }
}

impl Object {
    /// These bytes of it. Every part is a request of its own, so that a slow client holds no connection.
    pub(crate) fn read(&self, range: Range<u64>) -> Result<Bytes> {
        self.bucket.runtime.block_on(self.bucket.store.get_range(&self.path, range)).map_err(refused)
    }
}

fn next_part(file: &mut File) -> Result<Bytes> {
    let mut part = Vec::new();
    file.take(UPLOAD_BYTES as u64).read_to_end(&mut part).map_err(crate::unavailable)?;
    Ok(part.into())
}

fn is_thumbnail(object: &ObjectMeta) -> bool {
    object.location.filename().is_some_and(|name| name.starts_with(THUMBNAIL))
}

/// The content of an object, which the last but one part of its name says.
fn sha256_of(object: &ObjectMeta) -> &str {
    object.location.as_ref().rsplit('/').nth(1).unwrap_or_default()
}

fn refused(error: object_store::Error) -> kernel::Error {
    crate::logged(errors::files_unavailable(), reason(&error))
}

/// What went wrong, with what caused it.
fn reason(error: &object_store::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(why) = cause {
        let why_text = why.to_string();
        if !text.contains(&why_text) {
            text = format!("{text}: {why_text}");
        }
        cause = why.source();
    }
    text
}
