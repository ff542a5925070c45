//! A DNS server on loopback that says what it is told to.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use tokio::net::UdpSocket;

pub(super) enum Record {
    A(Ipv4Addr),
    Mx(&'static str),
    Txt(String),
}

/// How a name that has no records is answered.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Otherwise {
    Nxdomain,
    Servfail,
    Silence,
}

pub(super) struct Responder {
    pub(super) address: SocketAddr,
    /// The names that were asked for.
    asked: Arc<Mutex<Vec<String>>>,
    serving: tokio::task::JoinHandle<()>,
}

impl Responder {
    pub(super) async fn new(records: Vec<(&str, Record)>, otherwise: Otherwise) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let mut zone: HashMap<String, Vec<Record>> = HashMap::new();
        for (name, record) in records {
            zone.entry(name.to_owned()).or_default().push(record);
        }
        let seen = Arc::clone(&asked);
        let serving = tokio::spawn(async move {
            let mut query = [0; 1500];
            loop {
                let (length, from) = socket.recv_from(&mut query).await.unwrap();
                let (name, end) = name(&query[..length]);
                seen.lock().unwrap().push(name.clone());
                if zone.contains_key(&name) || otherwise != Otherwise::Silence {
                    let answer = answer(&query[..end], zone.get(&name), otherwise);
                    socket.send_to(&answer, from).await.unwrap();
                }
            }
        });
        Self { address, asked, serving }
    }

    pub(super) fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The name in the question, and where the question ends.
fn name(query: &[u8]) -> (String, usize) {
    let (mut at, mut labels) = (12, Vec::new());
    while query[at] != 0 {
        let end = at + 1 + usize::from(query[at]);
        labels.push(String::from_utf8(query[at + 1..end].to_vec()).unwrap().to_lowercase());
        at = end;
    }
    (labels.join("."), at + 5)
}

fn answer(question: &[u8], records: Option<&Vec<Record>>, otherwise: Otherwise) -> Vec<u8> {
    let kind = u16::from_be_bytes([question[question.len() - 4], question[question.len() - 3]]);
    let mut data = Vec::new();
    for record in records.into_iter().flatten() {
        match record {
            Record::A(address) if kind == 1 => data.push(address.octets().to_vec()),
            Record::Mx(host) if kind == 15 => data.push([&[0, 10][..], &labels(host)].concat()),
            Record::Txt(text) if kind == 16 => {
                data.push(text.as_bytes().chunks(255).flat_map(|chunk| [&[chunk.len() as u8][..], chunk].concat()).collect());
            }
            _ => {}
        }
    }
    let code = match (records, otherwise) {
        (Some(_), _) => 0,
        (None, Otherwise::Servfail) => 2,
        (None, _) => 3,
    };
    let mut answer = [&question[..2], &[0x85, 0x80 | code, 0, 1, 0, data.len() as u8, 0, 0, 0, 0], &question[12..]].concat();
    for data in data {
        answer.extend([0xc0, 0x0c]);
        answer.extend(kind.to_be_bytes());
        answer.extend([0, 1, 0, 0, 1, 0]);
        answer.extend((data.len() as u16).to_be_bytes());
        answer.extend(data);
    }
    answer
}

fn labels(name: &str) -> Vec<u8> {
    let mut labels: Vec<u8> = name.split('.').flat_map(|label| [&[label.len() as u8][..], label.as_bytes()].concat()).collect();
    labels.push(0);
    labels
}
