//! A server that speaks the protocol of S3 and checks signatures, with one bucket in a directory.

use crate::Database;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;

/// So many requests are answered, and then so many are not.
#[derive(Clone, Copy, Default)]
struct Trouble {
    answered: usize,
    unanswered: usize,
}

/// A running server with the bucket `sanduk`. Dropping it ends it and deletes what it has.
pub struct S3Server {
    port: u16,
    directory: PathBuf,
    trouble: Arc<Mutex<Trouble>>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl S3Server {
    /// The id of the only access key.
    pub const KEY_ID: &'static str = "sanduk-key";
    /// Its secret.
    pub const SECRET: &'static str = "sanduk-secret";

    /// Starts a server for the files of one database.
    ///
    /// # Panics
    /// When no port can be opened.
    pub fn start(database: &Database) -> S3Server {
        let directory = database.files().with_extension("bucket");
        std::fs::create_dir_all(directory.join("sanduk")).expect("a directory for the bucket");
        let mut service =
            S3ServiceBuilder::new(s3s_fs::FileSystem::new(&directory).expect("the directory of the bucket"));
        service.set_auth(SimpleAuth::from_single(S3Server::KEY_ID, S3Server::SECRET));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime for S3");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port for S3");
        let port = listener.local_addr().expect("the port of S3").port();
        let trouble = Arc::<Mutex<Trouble>>::default();
        runtime.spawn(serve(listener, service.build(), trouble.clone()));
        S3Server { port, directory, trouble, runtime: Some(runtime) }
    }

    /// Its address.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on no request is answered, or every request again.
    pub fn set_away(&self, is_away: bool) {
        self.interrupt(0, if is_away { usize::MAX } else { 0 });
    }

    /// The next `answered` requests are answered, and the `unanswered` behind them are not.
    pub fn interrupt(&self, answered: usize, unanswered: usize) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Trouble { answered, unanswered };
    }

    /// Where all objects of the bucket lie, and the parts of uploads that are not complete.
    pub fn objects(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut below = vec![self.directory.clone()];
        while let Some(directory) = below.pop() {
            for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    below.push(path);
                } else if !entry.file_name().to_string_lossy().starts_with(".bucket-") {
                    // What the library notes about an object stays behind it.
                    found.push(path.display().to_string());
                }
            }
        }
        found
    }
}

/// Whether the next request is answered.
fn is_answered(trouble: &Mutex<Trouble>) -> bool {
    let mut trouble = trouble.lock().unwrap_or_else(PoisonError::into_inner);
    let Trouble { answered, unanswered } = *trouble;
    *trouble = match (answered, unanswered) {
        (0, unanswered) => Trouble { answered, unanswered: unanswered.saturating_sub(1) },
        (answered, _) => Trouble { answered: answered - 1, unanswered },
    };
    answered > 0 || unanswered == 0
}

/// Answers each request on a connection of its own, or closes that unanswered.
async fn serve(listener: TcpListener, service: S3Service, trouble: Arc<Mutex<Trouble>>) {
    while let Ok((socket, _)) = listener.accept().await {
        if !is_answered(&trouble) {
            continue;
        }
        let mut connection = hyper::server::conn::http1::Builder::new();
        // What is asked after the server has gone away does not come in on a connection from before.
        let connection = connection.keep_alive(false).serve_connection(TokioIo::new(socket), service.clone());
        // A client that breaks off ends its connection with an error.
        tokio::spawn(async move { drop(connection.await) });
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        drop(std::fs::remove_dir_all(&self.directory));
    }
}
