//! SPF and DMARC of a domain: what they say to mail that leaves through a host.
