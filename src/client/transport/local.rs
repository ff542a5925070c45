//! The local workspace: the server's own router, called inside this process.

use super::{NoReply, Reply, Request, Sent, Transport, Working};
use crate::error::{Error, Result};
use crate::server::Local as Workspace;
use std::path::Path;

/// The workspace in one folder.
pub(in crate::client) struct Local(Workspace);

impl Local {
    /// Opens the workspace, and creates it on first use.
    pub(in crate::client) fn open(dir: &Path) -> Result<Self> {
        Ok(Self(Workspace::open(dir)?))
    }

    async fn call(&self, request: Request) -> Result<Reply, NoReply> {
        let mut call = http::Request::builder().method(request.method).uri(request.path_and_query);
        if let Some(headers) = call.headers_mut() {
            *headers = request.headers;
        }
        let call = call
            .body(request.body.unwrap_or_default())
            .map_err(|e| NoReply::Failed(Error::unexpected("calling the local workspace", e)))?;
        let (parts, body) = self.0.call(call).await.map_err(NoReply::Failed)?.into_parts();
        Ok(Reply { status: parts.status, headers: parts.headers, body })
    }
}

impl Transport for Local {
    fn send(&self, request: Request) -> Sent<'_> {
        Box::pin(self.call(request))
    }

    fn parallel(&self) -> usize {
        1
    }

    fn base(&self) -> String {
        "local".into()
    }

    fn receives_mail(&self) -> bool {
        self.0.receives_mail()
    }

    fn send_replies<'a>(&'a self, until: Working<'a>) -> Working<'a> {
        Box::pin(self.0.send_replies(until))
    }
}
