//! Help and version: what can be read before anything works.

use crate::support::World;

#[test]
fn version_is_one_line() {
    let world = World::new();
    let expected = format!("qontak {}\n", env!("CARGO_PKG_VERSION"));
    world.qontak(["--version"]).run().success().stdout_is(&expected).stderr_is("");
}
