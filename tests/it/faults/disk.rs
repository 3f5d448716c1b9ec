//! A disk that fills up, and one that the system has stopped writing to, as it does with a worn-out memory card. Both are
//! real file systems; who may not mount one has these tests pass unrun.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use reqwest::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{CHEAP_HASHES, Call, finding, start};
use crate::command_line::{failure, run, text};
use crate::harness::{Answer, Client, PASSWORD};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_calls_go_on_and_with_room_again_all_does() {
    let Some(disk) = Disk::in_memory() else { return };
    let neko = start(disk.data(), &CHEAP_HASHES);
    let mut call = Call::begin(&neko, "ada").await;
    let mut ballast = Ballast::new(&disk);
    ballast.fill();
    let refused = until_refused(&call.host).await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (507, "disk-full"));
    assert!(refused.json()["detail"].as_str().unwrap().contains("free some space"), "{refused}");
    let login = json!({"username": "ada", "password": PASSWORD});
    ballast.fill();
    assert_eq!(neko.stranger().post("/api/auth/login", &login).await.problem(), "disk-full");

    call.goes_on().await;
    call.is_joined().await;
    call.host.get("/api/auth/me").await.expect(StatusCode::OK);
    assert_eq!(neko.stranger().get("/api/health").await.status, StatusCode::OK, "calls are served");
    assert_eq!(finding(disk.data.path(), "disk-full")["level"], "broken");
    neko.wait_for_log(&["no room left on the disk", "free some space"]);

    ballast.remove();
    call.host.room(&json!({"name": "There is room again"})).await;
    neko.stranger().post("/api/auth/login", &login).await.expect(StatusCode::OK);
    // who came and went meanwhile is written down as well
    neko.stop();
    let room = call.room["roomId"].clone();
    let exported = tempfile::tempdir().unwrap();
    assert!(run(disk.data.path(), &["export", exported.path().to_str().unwrap()]).status.success());
    let rooms = fs::read_to_string(exported.path().join("rooms.ndjson")).unwrap();
    let rooms: Vec<Value> = rooms.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let stays = rooms.iter().find(|one| one["roomId"] == room).unwrap()["participants"].as_array().unwrap();
    assert_eq!(stays.len(), 3, "{stays:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_disk_that_went_read_only_calls_go_on_and_newcomers_are_let_in() {
    let Some(disk) = Disk::of_blocks() else { return };
    let mut neko = start(disk.data(), &CHEAP_HASHES);
    let mut call = Call::begin(&neko, "ada").await;
    call.goes_on().await;
    let guest = call.host.guest(&call.room, "Grandma").await;
    disk.break_down();
    let refused = until_refused(&call.host).await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (503, "disk-failing"));
    let detail = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("whoever looks after") && detail.contains("disk"), "{detail}");

    call.goes_on().await;
    call.is_joined().await;
    call.host.get("/api/auth/me").await.expect(StatusCode::OK);
    drop(guest.join(&call.room).await);
    let late = json!({"accessToken": call.room["accessToken"], "displayName": "Late"});
    let door = format!("/api/rooms/{}/guests", call.room["roomId"].as_str().unwrap());
    assert_eq!(neko.stranger().post(&door, &late).await.problem(), "disk-failing");
    assert_eq!(neko.stranger().get("/api/health").await.status, StatusCode::OK, "calls are served");
    assert_eq!(finding(disk.data.path(), "data-dir-unusable")["level"], "broken");
    neko.wait_for_log(&["the disk can only be read", "check the disk"]);
    neko.signal("TERM");
    assert!(neko.wait().success(), "{}", neko.log());

    // as after a reboot with the same card
    let refused = failure(&run(disk.data.path(), &["serve", "--listen", "127.0.0.1:0"]), 1);
    assert!(refused.contains("can only be read") && refused.contains("check the disk"), "{refused}");
    // and with a good one
    disk.mend();
    let neko = start(disk.data(), &CHEAP_HASHES);
    neko.returning(call.host.token.clone()).room(&json!({"name": "As if nothing had been"})).await;
}

/// Makes rooms until one does not fit.
async fn until_refused(client: &Client) -> Answer {
    loop {
        let answer =
            client.post("/api/rooms", &json!({"name": "One more", "description": "x".repeat(200)})).await;
        if answer.status != StatusCode::CREATED {
            return answer;
        }
    }
}

/// A small disk with a data directory on it.
struct Disk {
    data: Arc<TempDir>,
    mounted: Mounted,
    image: Option<tempfile::TempPath>,
}

impl Disk {
    /// Four MiB of memory.
    fn in_memory() -> Option<Self> {
        let mounted = Mounted::new(&["-t", "tmpfs", "-o", "size=4m", "tmpfs"])?;
        Some(Self { data: Arc::new(tempfile::tempdir_in(mounted.path()).unwrap()), mounted, image: None })
    }

    /// An ext4 on a loop device, which after a fault can only be read.
    fn of_blocks() -> Option<Self> {
        let image = tempfile::NamedTempFile::new().unwrap().into_temp_path();
        let file = fs::OpenOptions::new().write(true).open(&image).unwrap();
        file.set_len(32 << 20).unwrap();
        let made = Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&image).status();
        if !made.is_ok_and(|made| made.success()) {
            return None;
        }
        let mounted = Mounted::new(&["-o", "loop,errors=remount-ro", image.to_str().unwrap()])?;
        Some(Self {
            data: Arc::new(tempfile::tempdir_in(mounted.path()).unwrap()),
            mounted,
            image: Some(image),
        })
    }

    fn data(&self) -> Arc<TempDir> {
        self.data.clone()
    }

    /// What the kernel does where it finds the file system faulty.
    fn break_down(&self) {
        let found =
            Command::new("findmnt").args(["-n", "-o", "SOURCE"]).arg(self.mounted.path()).output().unwrap();
        let device = text(&found.stdout);
        let device = Path::new(device.trim()).file_name().unwrap();
        fs::write(Path::new("/sys/fs/ext4").join(device).join("trigger_fs_error"), "1").unwrap();
    }

    /// A reboot on a card that was repaired.
    fn mend(&self) {
        let image = self.image.as_ref().unwrap();
        let done = |command: &mut Command| command.output().unwrap().status.code();
        assert_eq!(done(Command::new("umount").arg(self.mounted.path())), Some(0));
        // 1: faults were mended
        assert!(done(Command::new("fsck.ext4").args(["-f", "-y"]).arg(image)).is_some_and(|code| code <= 1));
        assert_eq!(
            done(Command::new("mount").args(["-o", "loop"]).arg(image).arg(self.mounted.path())),
            Some(0)
        );
    }
}

/// A file system, for as long as it is held.
struct Mounted(TempDir);

impl Mounted {
    /// None where this may not be done.
    fn new(what: &[&str]) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let done = Command::new("mount").args(what).arg(dir.path()).output();
        done.is_ok_and(|done| done.status.success()).then_some(Self(dir))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // lazily: a test that fails may still run its box there
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

/// What fills a disk up.
struct Ballast(std::path::PathBuf);

impl Ballast {
    fn new(disk: &Disk) -> Self {
        Self(disk.mounted.path().join("ballast"))
    }

    /// Takes all the room that is left.
    fn fill(&mut self) {
        use std::io::Write;
        let mut file = fs::OpenOptions::new().create(true).append(true).open(&self.0).unwrap();
        while file.write_all(&[1; 4096]).is_ok() {}
    }

    fn remove(&self) {
        fs::remove_file(&self.0).unwrap();
    }
}
