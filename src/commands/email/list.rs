//! `email list`

use super::VIEW_ROLE;
use super::row::ChannelRow;
use crate::cli::ListArgs;
use crate::client::SignedIn;
use crate::commands::Context;
use crate::error::{Error, Result};
use crate::mail::providers;
use crate::ui::{Cell, Record as _};
use std::cmp::Ordering;
use std::ops::ControlFlow;

/// Lists the channels, newest first; rows are printed as their pages come, unless they are sorted.
///
/// # Errors
/// An unknown field or provider; whatever reading the list ends with.
pub async fn run(args: ListArgs, ctx: &Context) -> Result<()> {
    let mut out = ctx.ui.records::<ChannelRow>()?;
    let filter = Filter::new(&args)?;
    let order = args.sort.as_deref().map(Order::parse).transpose()?;
    let limit = args.limit.unwrap_or(usize::MAX);
    let client = ctx.sign_in()?;

    let mut count: usize = 0;
    let mut seen = false;
    if let Some(order) = order {
        let mut rows = Vec::new();
        seen = matching(&client, &filter, |row| {
            rows.push(row);
            Ok(ControlFlow::Continue(()))
        })
        .await?;
        rows.sort_by(|a, b| order.compare(a, b));
        count = rows.len();
        rows.into_iter().take(limit).try_for_each(|row| out.push(row))?;
    } else if limit > 0 {
        seen = matching(&client, &filter, |row| {
            count += 1;
            out.push(row)?;
            Ok(if out.is_closed() || count == limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })
        .await?;
    }
    if count == 0 && limit > 0 && ctx.ui.is_stdout_terminal() {
        ctx.ui.status(if seen { "No email channel matches." } else { "No email channels found. Connect one: qontak email add" });
    }
    out.finish()
}

/// Reads the channels that pass the filter; returns whether any was read that passed or not.
async fn matching(
    client: &SignedIn,
    filter: &Filter,
    mut each: impl FnMut(ChannelRow) -> Result<ControlFlow<()>>,
) -> Result<bool> {
    let mut seen = false;
    let read = client.channels(|channel| {
        seen = true;
        let row = ChannelRow(channel);
        if filter.passes(&row) { each(row) } else { Ok(ControlFlow::Continue(())) }
    });
    match read.await {
        Ok(()) => Ok(seen),
        Err(error) => Err(client.explain_forbidden(error, VIEW_ROLE).await),
    }
}

/// Which channels are wanted. Applied here, because what the server's own search matches is not documented.
struct Filter {
    search: Option<String>,
    provider: Option<&'static str>,
    active: Option<bool>,
}

impl Filter {
    fn new(args: &ListArgs) -> Result<Self> {
        let provider = args.provider.as_deref().map(|id| match providers::by_id(id) {
            Some(provider) => Ok(provider.id.as_str()),
            None => Err(Error::usage(format!("no such provider: {id}")).with_hint("qontak email providers list")),
        });
        let active = if args.active { Some(true) } else { args.inactive.then_some(false) };
        Ok(Self { search: args.search.as_ref().map(|s| s.to_lowercase()), provider: provider.transpose()?, active })
    }

    fn passes(&self, row: &ChannelRow) -> bool {
        self.search.as_ref().is_none_or(|s| row.0.address.to_lowercase().contains(s.as_str()))
            && self.provider.is_none_or(|id| row.provider() == Some(id))
            // A server that does not say is taken as active, as the panel does.
            && self.active.is_none_or(|wanted| row.0.active.unwrap_or(true) == wanted)
    }
}

/// A field to sort by, and whether it is turned around.
struct Order {
    cell: for<'a> fn(&'a ChannelRow) -> Cell<'a>,
    reverse: bool,
}

impl Order {
    fn parse(typed: &str) -> Result<Self> {
        let (name, reverse) = typed.strip_prefix('-').map_or((typed, false), |name| (name, true));
        match ChannelRow::COLUMNS.iter().find(|c| c.name == name) {
            Some(column) => Ok(Self { cell: column.cell, reverse }),
            None => {
                let names: Vec<&str> = ChannelRow::COLUMNS.iter().map(|c| c.name).collect();
                Err(Error::usage(format!("--sort: no such field: {name}")).with_hint(format!("one of {}", names.join(", "))))
            }
        }
    }

    fn compare(&self, a: &ChannelRow, b: &ChannelRow) -> Ordering {
        let order = match ((self.cell)(a), (self.cell)(b)) {
            (Cell::Text(a), Cell::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()).then_with(|| a.cmp(&b)),
            (Cell::Number(a), Cell::Number(b)) => a.cmp(&b),
            (Cell::Flag(a), Cell::Flag(b)) => a.cmp(&b),
            // What is absent comes last, whichever way round.
            (Cell::Null, Cell::Null) => Ordering::Equal,
            (Cell::Null, _) => return Ordering::Greater,
            (_, Cell::Null) => return Ordering::Less,
            _ => Ordering::Equal,
        };
        if self.reverse { order.reverse() } else { order }
    }
}
