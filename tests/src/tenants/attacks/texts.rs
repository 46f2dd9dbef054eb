//! Texts made to hurt whoever reads them: bombs of aliases, deep nesting, enormous strings, NULs, hostile Unicode, ids that other systems
//! keep for themselves. Each is read or refused, and never a fault of the server.

use super::Scene;
use crate::tenants::guest::{JSON, YAML};
use anyhow::{Result, ensure};
use std::sync::LazyLock;

/// As much as a body may hold, about.
const LONG: usize = 1_900_000;

/// Media type and text.
static TEXTS: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
    let yaml = |text: String| (YAML, text.into_bytes());
    let json = |text: String| (JSON, text.into_bytes());
    let anchors: String = (1..10).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(","))).collect();
    let element =
        |id: &str| format!("{{\"groundplan\":1,\"name\":\"A\",\"elements\":{{{}:{{\"kind\":\"service\"}}}}}}", serde_json::json!(id));
    let named = |name: &str| serde_json::json!({ "groundplan": 1, "name": name }).to_string();
    let mut texts = vec![
        yaml(format!("a0: &a0 [lol,lol,lol,lol,lol,lol,lol,lol,lol]\n{anchors}groundplan: 1\nname: *a9\n")),
        yaml("groundplan: 1\nname: A\nelements: &e {a: {kind: service}, b: *e}\n".into()),
        yaml(format!(
            "groundplan: 1\nname: A\nelements: {{{}}}\n",
            (0..90_000).map(|n| format!("e{n}: &x{n} {{kind: service}}, ")).collect::<String>()
        )),
        yaml(format!("{}x", "- ".repeat(LONG / 2))),
        yaml(format!("{}{}", "[".repeat(LONG / 2), "]".repeat(LONG / 2))),
        yaml(format!("groundplan: 1\nname: {}\n", "\"\\x00\"".repeat(1_000))),
        yaml(format!("groundplan: 1\nname: |\n{}", "  x\n".repeat(LONG / 4))),
        yaml("%YAML 9.9\n--- !!python/object/apply:os.system [id]\n".into()),
        yaml(format!("? {}\n: 1\n", "{".repeat(100_000))),
        yaml("groundplan: 1\nname: A\n---\ngroundplan: 1\n".repeat(40_000)),
        json(format!("{}{}", "[".repeat(LONG / 2), "]".repeat(LONG / 2))),
        json("{\"a\":".repeat(LONG / 5)),
        json(format!("{{\"groundplan\":1,\"name\":\"{}\"}}", "n".repeat(LONG))),
        json(format!("{{\"groundplan\":1,\"name\":\"{}\"}}", "\\u0000".repeat(LONG / 6))),
        json(format!("{{\"groundplan\":{},\"name\":\"A\"}}", "9".repeat(LONG))),
        json(format!("{{\"groundplan\":1e{},\"name\":\"A\"}}", "9".repeat(1_000))),
        json(format!("{{{}\"groundplan\":1,\"name\":\"A\"}}", "\"name\":\"A\",".repeat(150_000))),
        json(" ".repeat(LONG)),
        json("\u{0}\u{1}\u{7f}".repeat(1_000)),
        (JSON, [b"{\"groundplan\":1,\"name\":\"".as_slice(), &[0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80], b"\"}"].concat()),
        (YAML, vec![0xff; 100_000]),
        (YAML, vec![0; LONG]),
    ];
    let ids = [
        "con",
        "aux",
        "nul",
        "prn",
        "com1",
        "readme",
        "README",
        "..",
        ".",
        "",
        "a/../../b",
        "a\\b",
        "__proto__",
        "constructor",
        "-x",
        "x-",
    ];
    texts.extend(ids.map(|id| json(element(id))));
    texts.push(json(element(&"i".repeat(100_000))));
    let names = [
        "</title><meta http-equiv=refresh content=0>",
        "]]></svg><script>alert(1)</script>",
        "\u{202e}txet\u{202c}\u{200b}\u{feff}",
        "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        "{{ config }} ${HOME} `id` $(id) %n%s\r\nX: y",
        "\u{2028}\u{2029}\u{85}",
    ];
    texts.extend(names.map(|name| json(named(name))));
    texts
});

const TAKERS: [&str; 2] = ["/api/v1/reviews", "/api/v1/bundles"];
const WRAPPED: [(&str, &str); 2] = [("/api/v1/projects", "design"), ("/api/v1/proposals", "brief")];

pub(super) async fn run(scene: Scene) -> Result<()> {
    let guest = scene.guest(1);
    while !scene.is_over() {
        for (kind, text) in TEXTS.iter() {
            for path in TAKERS {
                judge(path, text, guest.post(path, kind, text).await)?;
            }
            for (path, field) in WRAPPED.into_iter().filter(|_| *kind == JSON) {
                let wrapped = [format!("{{\"{field}\":").as_bytes(), text, b"}"].concat();
                judge(path, &wrapped, guest.post(path, JSON, &wrapped).await)?;
            }
            judge("/projects", text, guest.post("/projects", "application/x-www-form-urlencoded", text).await)?;
        }
    }
    Ok(())
}

fn judge(path: &str, text: &[u8], reply: std::io::Result<crate::tenants::reply::Reply>) -> Result<()> {
    let Ok(reply) = reply else { return Ok(()) };
    let begins = String::from_utf8_lossy(&text[..text.len().min(60)]).into_owned();
    ensure!(reply.status < 500 || reply.status == 503, "{path} {begins} was answered with {}", reply.status);
    // What was refused is not sent back.
    ensure!(reply.status < 400 || reply.bytes < 40_000, "{path} {begins} was answered with {} bytes", reply.bytes);
    Ok(())
}
