//! The colours and type of a picture that stands alone, as attributes of its shapes: programs that know neither custom properties nor
//! media queries show it too. Pages that are dark get a style sheet on top. Must not know where anything stands.

/// The attributes of a thing, by its name. `""` for a picture that the style sheet of the studio colours.
pub(super) type Inks = fn(&str) -> &'static str;

/// For the studio's own pages.
pub(super) fn none(_: &str) -> &'static str {
    ""
}

/// For a file that stands alone, on light paper.
pub(super) fn light(name: &str) -> &'static str {
    LIGHT.iter().find(|(known, _)| *known == name).map_or("", |(_, attributes)| attributes)
}

/// Marks at the ends of links are `mark-` and the class; lines and labels `line-`, `kind-`, `text-` and the class.
#[rustfmt::skip]
const LIGHT: &[(&str, &str)] = &[
    ("paper", r##" fill="#F4F5F8""##),
    ("gr-box", r##" fill="#FFF" fill-opacity=".55" stroke="#D6DBE3" stroke-width="1.25""##),
    ("gr-t", r##" fill="#475061" font-size="12" font-weight="600""##),
    ("gr-tag", r##" fill="#616B7B" font-size="10.5""##),
    ("nd-shape", r##" fill="#FFF" stroke="#C3CAD4" stroke-width="1.25""##),
    ("nd-shape-external", r##" fill="#FFF" stroke="#808998" stroke-width="1.25" stroke-dasharray="5 4""##),
    ("nd-line", r##" fill="none" stroke="#C3CAD4""##),
    ("nd-line nd-line--dash", r##" fill="none" stroke="#C3CAD4" stroke-dasharray="3 3""##),
    ("nd-dot", r##" fill="#A82878""##),
    ("nd-lid", r##" fill="#E2F3E8" stroke="#C3CAD4" stroke-width="1.25""##),
    ("nd-lid-broker", r##" fill="#FCEBDC" stroke="#C3CAD4" stroke-width="1.25""##),
    ("nd-t", r##" fill="#141922" font-size="12.5" font-weight="600""##),
    ("nd-s", r##" fill="#616B7B" font-size="10.5""##),
    ("nd-n", r##" fill="#475061" font-size="12""##),
    ("line-rest", r##" fill="none" stroke="#5A6575" stroke-width="1.5""##),
    ("line-grpc", r##" fill="none" stroke="#1F5AD6" stroke-width="2.25""##),
    ("line-gql", r##" fill="none" stroke="#A82878" stroke-width="1.75" stroke-dasharray="9 3 1.5 3""##),
    ("line-event", r##" fill="none" stroke="#AD4D08" stroke-width="1.75" stroke-dasharray="5 4""##),
    ("line-data", r##" fill="none" stroke="#187341" stroke-width="1.5""##),
    ("mark-rest", r##" fill="#5A6575""##),
    ("mark-path", r##" fill="#1F5AD6""##),
    ("mark-grpc", r##" fill="#1F5AD6""##),
    ("mark-gql", r##" fill="#A82878""##),
    ("mark-gql-start", r##" fill="#FFF" stroke="#A82878" stroke-width="1.5""##),
    ("mark-event", r##" fill="none" stroke="#AD4D08" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round""##),
    ("mark-event-start", r##" fill="#AD4D08""##),
    ("mark-data", r##" fill="#187341""##),
    ("pill", r##" fill="#F4F5F8" stroke="#E4E7EC""##),
    ("kind-rest", r##" fill="#5A6575" font-size="10.5" font-weight="650""##),
    ("kind-grpc", r##" fill="#1F5AD6" font-size="10.5" font-weight="650""##),
    ("kind-gql", r##" fill="#A82878" font-size="10.5" font-weight="650""##),
    ("text", r##" fill="#475061" font-size="10.5" font-family="'JetBrains Mono',monospace" letter-spacing="-.3""##),
    ("text-bare-grpc", r##" fill="#1F5AD6" font-size="10.5" font-family="'JetBrains Mono',monospace" letter-spacing="-.3""##),
    ("text-bare-gql", r##" fill="#A82878" font-size="10.5" font-family="'JetBrains Mono',monospace" letter-spacing="-.3""##),
    ("text-event", r##" fill="#AD4D08" font-size="10.5" font-family="'JetBrains Mono',monospace" letter-spacing="-.3""##),
];

/// The same on dark pages: colours only, by the classes of the shapes. Whoever knows no media queries passes over it.
pub(super) const DARK: &str = "@media (prefers-color-scheme:dark){\
.paper{fill:#0B0E12}.gr-box{fill:#13171D;stroke:#2A313C}.gr-t{fill:#ABB3C0}.gr-tag{fill:#8B94A3}\
.nd-shape{fill:#191E26;stroke:#3A424F}.nd-line{stroke:#3A424F}.nd-dot{fill:#F08CC6}.nd-lid{fill:#12301F;stroke:#3A424F}\
.nd--broker .nd-lid{fill:#38230F}.nd--external .nd-shape{fill:#13171D;stroke:#687283}\
.nd-t{fill:#E9ECF2}.nd-s{fill:#8B94A3}.nd-n{fill:#ABB3C0}\
.ed-line{stroke:#97A1B0}.ed--grpc .ed-line{stroke:#86ABFF}.ed--gql .ed-line{stroke:#F08CC6}.ed--event .ed-line{stroke:#F4A261}.ed--data .ed-line{stroke:#64CC8F}\
.mk--rest{fill:#97A1B0}.mk--grpc,.mk--path{fill:#86ABFF}.mk.mk--gql{fill:#F08CC6}.mko{fill:#13171D;stroke:#F08CC6}.mk.mk--event{fill:#F4A261}.mkl{stroke:#F4A261}.mk--data{fill:#64CC8F}\
.el rect{fill:#0B0E12;stroke:#232932}.el-k{fill:#97A1B0}.el-t{fill:#ABB3C0}\
.el--grpc .el-k,.el--grpc.el--bare .el-t{fill:#86ABFF}.el--gql .el-k,.el--gql.el--bare .el-t{fill:#F08CC6}.el--event .el-t{fill:#F4A261}}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_has_its_one_name() {
        for (at, (name, attributes)) in LIGHT.iter().enumerate() {
            assert!(attributes.starts_with(" fill=") && LIGHT[..at].iter().all(|(other, _)| other != name), "{name}");
        }
    }
}
