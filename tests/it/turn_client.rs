//! A TURN client with verbs, over UDP or TCP, for what coturn's and the `turn` crate's clients can't be made to do.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};

use neko::turn::IceCredential;
use serde_json::Value;
use stun::attributes::{
    ATTR_CHANNEL_NUMBER, ATTR_LIFETIME, ATTR_NONCE, ATTR_REALM, ATTR_REQUESTED_TRANSPORT, ATTR_USERNAME,
    ATTR_XOR_PEER_ADDRESS, ATTR_XOR_RELAYED_ADDRESS,
};
use stun::error_code::ErrorCodeAttribute;
use stun::integrity::MessageIntegrity;
use stun::message::{
    CLASS_REQUEST, CLASS_SUCCESS_RESPONSE, Getter, METHOD_ALLOCATE, METHOD_BINDING, METHOD_CHANNEL_BIND,
    METHOD_REFRESH, Message, MessageType, Method, Setter,
};
use stun::xoraddr::XorMappedAddress;

use crate::harness::PATIENCE;

/// A client and its credential.
pub struct TurnClient {
    carrier: Carrier,
    credential: IceCredential,
}

enum Carrier {
    Udp(UdpSocket),
    Tcp(TcpStream),
}

impl TurnClient {
    /// A client on a UDP port of its own.
    pub fn udp(server: SocketAddr, credential: IceCredential) -> Self {
        let any = if server.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
        let socket = UdpSocket::bind(any).unwrap();
        socket.connect(server).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { carrier: Carrier::Udp(socket), credential }
    }

    /// A client on a connection of its own.
    pub fn tcp(server: SocketAddr, credential: IceCredential) -> Self {
        let stream = TcpStream::connect(server).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { carrier: Carrier::Tcp(stream), credential }
    }

    /// The connection of a client that came by TCP.
    pub fn stream(&mut self) -> &mut TcpStream {
        match &mut self.carrier {
            Carrier::Tcp(stream) => stream,
            Carrier::Udp(_) => panic!("this client is on UDP"),
        }
    }

    /// An allocation, and its relayed address.
    pub fn allocate(&mut self) -> SocketAddr {
        self.allocate_with(&|_| ()).unwrap()[0]
    }

    /// An allocation with these attributes besides, and its relayed addresses; or the error code.
    pub fn allocate_with(&mut self, attributes: &dyn Fn(&mut Message)) -> Result<Vec<SocketAddr>, u16> {
        let answer = self.ask(METHOD_ALLOCATE, &|message| {
            message.add(ATTR_REQUESTED_TRANSPORT, &[17, 0, 0, 0]);
            attributes(message);
        })?;
        // the codec reads the first of a kind: each is put where that is
        let relayed =
            answer.attributes.0.iter().filter(|attribute| attribute.typ == ATTR_XOR_RELAYED_ADDRESS);
        let relayed = relayed.map(|attribute| {
            let mut alone = Message { transaction_id: answer.transaction_id, ..Message::default() };
            alone.attributes.0.push(attribute.clone());
            let mut address = XorMappedAddress::default();
            address.get_from_as(&alone, ATTR_XOR_RELAYED_ADDRESS).unwrap();
            SocketAddr::new(address.ip, address.port)
        });
        Ok(relayed.collect())
    }

    /// Binds a channel; the answer's code, 0 for success.
    pub fn bind(&mut self, channel: u16, peer: SocketAddr) -> u16 {
        self.code(METHOD_CHANNEL_BIND, &|message| {
            let [high, low] = channel.to_be_bytes();
            message.add(ATTR_CHANNEL_NUMBER, &[high, low, 0, 0]);
            let address = XorMappedAddress { ip: peer.ip(), port: peer.port() };
            address.add_to_as(message, ATTR_XOR_PEER_ADDRESS).unwrap();
        })
    }

    /// Asks for another `seconds` of life; the answer's code, 0 for success.
    pub fn refresh(&mut self, seconds: u32) -> u16 {
        self.code(METHOD_REFRESH, &|message| message.add(ATTR_LIFETIME, &seconds.to_be_bytes()))
    }

    /// Sends `payload` through a channel, padded where it must be.
    pub fn send(&mut self, channel: u16, payload: &[u8]) {
        let mut frame = channel.to_be_bytes().to_vec();
        frame.extend(u16::try_from(payload.len()).unwrap().to_be_bytes());
        frame.extend(payload);
        if matches!(self.carrier, Carrier::Tcp(_)) {
            frame.resize(frame.len().next_multiple_of(4), 0);
        }
        self.write(&frame);
    }

    /// The next payload that comes by a channel.
    pub fn receive(&mut self) -> (u16, Vec<u8>) {
        let frame = self.read();
        let channel = u16::from_be_bytes([frame[0], frame[1]]);
        let length = usize::from(u16::from_be_bytes([frame[2], frame[3]]));
        (channel, frame[4..4 + length].to_vec())
    }

    fn code(&mut self, method: Method, attributes: &dyn Fn(&mut Message)) -> u16 {
        self.ask(method, attributes).err().unwrap_or(0)
    }

    /// Asks without a credential for the nonce, and then with one.
    fn ask(&mut self, method: Method, attributes: &dyn Fn(&mut Message)) -> Result<Message, u16> {
        let challenge = self.exchange(method, attributes);
        let nonce = challenge.get(ATTR_NONCE).unwrap();
        let (username, password) = (self.credential.username.clone(), self.credential.credential.clone());
        let answer = self.exchange(method, &|message| {
            attributes(message);
            message.add(ATTR_USERNAME, username.as_bytes());
            message.add(ATTR_REALM, b"neko");
            message.add(ATTR_NONCE, &nonce);
            let (username, password) = (username.clone(), password.clone());
            let integrity = MessageIntegrity::new_long_term_integrity(username, "neko".into(), password);
            integrity.add_to(message).unwrap();
        });
        if answer.typ.class == CLASS_SUCCESS_RESPONSE {
            return Ok(answer);
        }
        let mut error = ErrorCodeAttribute::default();
        error.get_from(&answer).unwrap();
        Err(error.code.0)
    }

    fn exchange(&mut self, method: Method, attributes: &dyn Fn(&mut Message)) -> Message {
        self.write(&request(method, attributes));
        let mut answer = Message { raw: self.read(), ..Message::default() };
        answer.decode().unwrap();
        answer
    }

    fn write(&mut self, frame: &[u8]) {
        match &mut self.carrier {
            Carrier::Udp(socket) => drop(socket.send(frame).unwrap()),
            Carrier::Tcp(stream) => stream.write_all(frame).unwrap(),
        }
    }

    /// The next frame.
    fn read(&mut self) -> Vec<u8> {
        match &mut self.carrier {
            Carrier::Udp(socket) => {
                let mut frame = vec![0; 65_536];
                let length = socket.recv(&mut frame).unwrap();
                frame.truncate(length);
                frame
            }
            Carrier::Tcp(stream) => {
                let mut frame = vec![0; 4];
                stream.read_exact(&mut frame).unwrap();
                let length = usize::from(u16::from_be_bytes([frame[2], frame[3]]));
                let rest = if frame[0] < 0x40 { 16 + length } else { length.next_multiple_of(4) };
                frame.resize(4 + rest, 0);
                stream.read_exact(&mut frame[4..]).unwrap();
                frame
            }
        }
    }
}

/// The credential of the TURN server in an answer's `iceServers`.
pub fn credential(ice: &Value) -> IceCredential {
    let servers = ice["iceServers"].as_array().unwrap();
    let turn = servers.iter().find(|server| server["username"].is_string()).unwrap();
    let text = |field: &str| turn[field].as_str().unwrap().to_owned();
    IceCredential { username: text("username"), credential: text("credential") }
}

/// A Binding request.
pub fn binding() -> Vec<u8> {
    request(METHOD_BINDING, &|_| ())
}

/// A request with no credential but what `attributes` adds.
pub fn request(method: Method, attributes: &dyn Fn(&mut Message)) -> Vec<u8> {
    let mut request = Message::new();
    request.new_transaction_id().unwrap();
    request.set_type(MessageType::new(method, CLASS_REQUEST));
    request.write_header();
    attributes(&mut request);
    request.raw
}
