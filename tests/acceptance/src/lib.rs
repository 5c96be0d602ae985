//! What must hold from end to end. The tests are in `tests/it`: the engine against the simulator in one process, and
//! the program itself against a simulator over TLS, through a CONNECT proxy.
