//! The workspace on this machine: the server's router, called inside the process.

use super::answer::Cause;
use super::identity::FileOwner;
use super::journal;
use super::outbox;
use super::router::router;
use super::workspace::{Settings, Workspace};
use crate::error::{Error, Kind, Result};
use axum::Router;
use axum::body::Body;
use http::{Request, Response};
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt as _;

/// The database's name in its folder.
pub const DATABASE: &str = "workspace.db";

/// A workspace whose admin is whoever can open its file.
pub struct Local {
    router: Router,
    workspace: Arc<Workspace>,
}

impl Local {
    /// Opens the workspace in the folder `dir`; makes it on first use.
    ///
    /// # Errors
    /// When it cannot be opened or made.
    pub fn open(dir: &Path) -> Result<Self> {
        let workspace = Arc::new(Workspace::open(&dir.join(DATABASE), Settings::default())?);
        Ok(Self { router: router(Arc::clone(&workspace)), workspace })
    }

    /// Sends replies that wait until `until` ends; leaves that to another process that does it already.
    pub async fn send_replies(&self, until: impl Future<Output = ()>) {
        outbox::run(Arc::clone(&self.workspace), until).await;
    }

    /// Whether a server receives mail for it: one that was started with a receiver over the same database.
    #[must_use]
    pub fn receives_mail(&self) -> bool {
        journal::is_open(self.workspace.store().journal())
    }

    /// Calls the server. The path is one of the Open API face.
    ///
    /// # Errors
    /// When the workspace itself fails; what the server refuses is an answer.
    pub async fn call(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>> {
        let mut request = request.map(Body::from);
        request.extensions_mut().insert(FileOwner);
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        if let Some(Cause(cause)) = response.extensions().get() {
            return Err(Error::new(Kind::Unexpected, format!("local workspace: {cause}")));
        }
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.map_err(|e| Error::unexpected("local workspace", e))?;
        Ok(Response::from_parts(parts, body.into()))
    }
}
