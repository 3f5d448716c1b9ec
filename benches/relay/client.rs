//! A TURN client as small as a bench needs it, over UDP, TCP and TLS.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConnection, StreamOwned};
use stun::attributes::{
    ATTR_CHANNEL_NUMBER, ATTR_DATA, ATTR_LIFETIME, ATTR_NONCE, ATTR_REALM, ATTR_REQUESTED_TRANSPORT,
    ATTR_USERNAME, ATTR_XOR_PEER_ADDRESS, ATTR_XOR_RELAYED_ADDRESS, AttrType,
};
use stun::integrity::MessageIntegrity;
use stun::message::{
    CLASS_INDICATION, CLASS_REQUEST, CLASS_SUCCESS_RESPONSE, METHOD_ALLOCATE, METHOD_CHANNEL_BIND,
    METHOD_CREATE_PERMISSION, METHOD_REFRESH, METHOD_SEND, Message, MessageType, Method, Setter,
};
use stun::xoraddr::XorMappedAddress;

use crate::server::Server;
use crate::tls::client_config;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    Udp,
    Tcp,
    Tls,
}

/// A client with an allocation.
pub(crate) struct Client {
    connection: Connection,
    username: String,
    password: String,
    nonce: Vec<u8>,
    pub(crate) relayed: SocketAddr,
}

enum Connection {
    Udp(UdpSocket),
    Tcp(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

/// The channel that clients bind.
const CHANNEL: u16 = 0x4001;
const PATIENCE: Duration = Duration::from_secs(5);

impl Client {
    pub(crate) fn allocate(server: &Server, transport: Transport) -> Self {
        let connection = match transport {
            Transport::Udp => {
                let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
                let options = socket2::SockRef::from(&socket);
                let _ = options.set_recv_buffer_size(4 << 20);
                socket.connect(server.plain).unwrap();
                socket.set_read_timeout(Some(PATIENCE)).unwrap();
                Connection::Udp(socket)
            }
            Transport::Tcp => Connection::Tcp(connect(server.plain)),
            Transport::Tls => {
                let name = ServerName::try_from("localhost").unwrap();
                let tls = ClientConnection::new(Arc::new(client_config()), name).unwrap();
                Connection::Tls(Box::new(StreamOwned::new(tls, connect(server.tls))))
            }
        };
        let relayed = SocketAddr::from(([0; 4], 0));
        let (username, password) = (server.username.clone(), server.password.clone());
        let mut client = Self { connection, username, password, nonce: Vec::new(), relayed };
        let allocate = |message: &mut Message| message.add(ATTR_REQUESTED_TRANSPORT, &[17, 0, 0, 0]);
        let challenge =
            client.exchange(&message(MessageType::new(METHOD_ALLOCATE, CLASS_REQUEST), &allocate));
        client.nonce = challenge.get(ATTR_NONCE).unwrap();
        let answer = client.ask(METHOD_ALLOCATE, &allocate);
        client.relayed = address(&answer, ATTR_XOR_RELAYED_ADDRESS);
        client
    }

    pub(crate) fn permit(&mut self, peer: SocketAddr) {
        self.ask(METHOD_CREATE_PERMISSION, &|message| add_peer(message, peer));
    }

    pub(crate) fn bind(&mut self, peer: SocketAddr) {
        self.ask(METHOD_CHANNEL_BIND, &|message| {
            let [high, low] = CHANNEL.to_be_bytes();
            message.add(ATTR_CHANNEL_NUMBER, &[high, low, 0, 0]);
            add_peer(message, peer);
        });
    }

    pub(crate) fn send(&mut self, frame: &[u8]) -> io::Result<()> {
        match &mut self.connection {
            Connection::Udp(socket) => socket.send(frame).map(drop),
            Connection::Tcp(stream) => stream.write_all(frame),
            Connection::Tls(stream) => stream.write_all(frame),
        }
    }

    /// Bytes that have come, in whole frames over UDP; `WouldBlock` when none come for a while.
    pub(crate) fn receive(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.connection {
            Connection::Udp(socket) => socket.recv(buffer),
            Connection::Tcp(stream) => stream.read(buffer),
            Connection::Tls(stream) => stream.read(buffer),
        }
    }

    pub(crate) fn set_patience(&self, patience: Duration) {
        let socket = match &self.connection {
            Connection::Udp(socket) => return socket.set_read_timeout(Some(patience)).unwrap(),
            Connection::Tcp(stream) => stream,
            Connection::Tls(stream) => &stream.sock,
        };
        socket.set_read_timeout(Some(patience)).unwrap();
    }

    fn ask(&mut self, method: Method, attributes: &dyn Fn(&mut Message)) -> Message {
        let answer = self.exchange(&self.request(method, attributes));
        assert_eq!(answer.typ.class, CLASS_SUCCESS_RESPONSE, "{answer}");
        answer
    }

    fn request(&self, method: Method, attributes: &dyn Fn(&mut Message)) -> Vec<u8> {
        message(MessageType::new(method, CLASS_REQUEST), &|message| {
            attributes(message);
            message.add(ATTR_USERNAME, self.username.as_bytes());
            message.add(ATTR_REALM, b"neko");
            message.add(ATTR_NONCE, &self.nonce);
            let (username, password) = (self.username.clone(), self.password.clone());
            MessageIntegrity::new_long_term_integrity(username, "neko".into(), password)
                .add_to(message)
                .unwrap();
        })
    }

    fn exchange(&mut self, request: &[u8]) -> Message {
        self.send(request).unwrap();
        let mut raw = vec![0; 2048];
        let mut length = 0;
        while length < 20 || length < 20 + usize::from(u16::from_be_bytes([raw[2], raw[3]])) {
            length += self.receive(&mut raw[length..]).unwrap();
        }
        raw.truncate(length);
        let mut answer = Message { raw, ..Message::default() };
        answer.decode().unwrap();
        answer
    }
}

impl Drop for Client {
    /// Ends the allocation: whoever gets the same port next would be taken for its holder.
    fn drop(&mut self) {
        let refresh = self.request(METHOD_REFRESH, &|message| message.add(ATTR_LIFETIME, &[0; 4]));
        // a stream that is closed already has ended it as well
        let _ = self.send(&refresh);
    }
}

/// A payload in a channel's frame, padded where it must be.
pub(crate) fn channel_data(payload: &[u8], transport: Transport) -> Vec<u8> {
    let mut frame = CHANNEL.to_be_bytes().to_vec();
    frame.extend(u16::try_from(payload.len()).unwrap().to_be_bytes());
    frame.extend(payload);
    if transport != Transport::Udp {
        frame.resize(frame.len().next_multiple_of(4), 0);
    }
    frame
}

/// A payload in a Send indication.
pub(crate) fn send_indication(payload: &[u8], peer: SocketAddr) -> Vec<u8> {
    message(MessageType::new(METHOD_SEND, CLASS_INDICATION), &|message| {
        add_peer(message, peer);
        message.add(ATTR_DATA, payload);
    })
}

/// An Allocate request without a credential.
pub(crate) fn bare_allocate() -> Vec<u8> {
    message(MessageType::new(METHOD_ALLOCATE, CLASS_REQUEST), &|message| {
        message.add(ATTR_REQUESTED_TRANSPORT, &[17, 0, 0, 0]);
    })
}

fn message(kind: MessageType, attributes: &dyn Fn(&mut Message)) -> Vec<u8> {
    let mut message = Message::new();
    message.new_transaction_id().unwrap();
    message.set_type(kind);
    message.write_header();
    attributes(&mut message);
    message.raw
}

fn add_peer(message: &mut Message, peer: SocketAddr) {
    let address = XorMappedAddress { ip: peer.ip(), port: peer.port() };
    address.add_to_as(message, ATTR_XOR_PEER_ADDRESS).unwrap();
}

fn address(message: &Message, kind: AttrType) -> SocketAddr {
    let mut address = XorMappedAddress::default();
    address.get_from_as(message, kind).unwrap();
    SocketAddr::new(address.ip, address.port)
}

fn connect(server: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(server).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}
