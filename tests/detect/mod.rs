//! Names looked up, and what is found out about a mailbox's SMTP settings: DNS and web servers are on loopback.

mod dns;
mod findings;
mod hostile;
mod sources;

use crate::support::dns::{Dns, Zone};
use crate::support::web::{self, Web};
use crate::support::{Output, Run, World};

const ISPDB: &str = "autoconfig.thunderbird.net/v1.1/example.com";
const AUTOCONFIG: &str = "autoconfig.example.com/mail/config-v1.1.xml";
const WELL_KNOWN: &str = "example.com/.well-known/autoconfig/mail/config-v1.1.xml";

/// The network around a mailbox.
struct Net {
    world: World,
    dns: Dns,
    web: Web,
}

impl Net {
    fn new(zone: Zone, files: &[(&str, &str)]) -> Self {
        Self::with(zone, Web::files(files))
    }

    fn with(zone: Zone, web: Web) -> Self {
        Self { world: World::new(), dns: Dns::new(zone), web }
    }

    /// `detect --online` of a mailbox at a domain; the web servers that are asked are ours.
    fn about(&self, domain: &str) -> Run<'_> {
        let hosts = [domain, &format!("autoconfig.{domain}"), "autoconfig.thunderbird.net"];
        self.without_routes(domain).args(self.web.routes(&hosts))
    }

    /// The same, and the web servers are looked up.
    fn without_routes(&self, domain: &str) -> Run<'_> {
        let address = format!("Support.Team@{domain}");
        let run = self.world.qontak(["email", "providers", "detect", &address, "--online", "--dns", &self.dns.address()]);
        run.env("SSL_CERT_FILE", web::authority())
    }

    fn detect(&self) -> Output {
        self.about("example.com").run()
    }
}

/// A domain whose mail goes to a host that nobody knows.
fn zone() -> Zone {
    Zone::new().mx("example.com", 10, "mx.hoster.test")
}

/// An autoconfig file with these servers: host, port, socket type.
fn file(servers: &[(&str, &str, &str)]) -> String {
    let server = |(host, port, socket): &(&str, &str, &str)| {
        format!(
            "<outgoingServer type=\"smtp\"><hostname>{host}</hostname><port>{port}</port><socketType>{socket}</socketType>\
             <username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></outgoingServer>"
        )
    };
    let servers: String = servers.iter().map(server).collect();
    format!(
        "<?xml version=\"1.0\"?><clientConfig version=\"1.1\"><emailProvider id=\"x\">{servers}</emailProvider></clientConfig>"
    )
}
