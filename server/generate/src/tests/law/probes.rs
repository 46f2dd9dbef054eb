//! How it is seen that a partial value still lacks what it says: one probe for each absence, on the files that run.

use super::bundles::Files;
use domain::standing::Absence;

/// Whether it is still missing in the bundle. `part` is where it is looked for.
pub(super) fn lacks(absent: Absence, files: &Files, part: &str) -> bool {
    let folder = format!("services/{part}/");
    let packages = format!("{folder}package.json");
    let package = |names: &[&str]| names.iter().any(|name| files.hold(&packages, &format!("\"{name}\"")));
    match absent {
        // A program of another language keeps the names of the records it serves in its own files.
        Absence::OwnCode => {
            let own = [".rs", ".java", ".kt", ".py"].iter().any(|ending| files.end(&folder, ending));
            !own && !files.0.iter().any(|(path, text)| path.starts_with(&folder) && path.ends_with(".go") && holds(text, "owner_id"))
        }
        Absence::Framework => !package(&["next"]),
        Absence::Records => {
            let node = files.end(&folder, "/store/sql.js") || files.end(&folder, "/store/mongodb.js");
            !node && !files.end(&folder, "/sql_records.py") && !files.end(&folder, "/mongo_records.py")
        }
        Absence::CloudDefinitions => {
            let words = ["aws_ecs_task_definition", "AWS::ECS::TaskDefinition", "serving.knative.dev", "Microsoft.App/containerApps"];
            !words.iter().any(|word| files.hold("", word)) && !files.0.keys().any(|path| path.ends_with("task-definition.json"))
        }
        Absence::ClusterObjects => {
            !["networking.gke.io", "alb.ingress.kubernetes.io", "service.beta.kubernetes.io/azure"].iter().any(|word| files.hold("", word))
        }
        // Kubernetes has them; everywhere else they are missing.
        Absence::SecretReader => !files.hold("deploy/", "kind: ExternalSecret") || files.end("", "kustomization.yaml"),
        // Compose and Swarm have it; in a cluster it is missing.
        Absence::LogCollector => !files.end("deploy/kubernetes/base/parts/", "filebeat.yaml"),
        Absence::EncryptedDisks => !files.hold("deploy/", "kind: StorageClass"),
        Absence::Canary => {
            let canary = files.0.keys().any(|path| path.contains("canary"));
            !canary || files.end("", "kustomization.yaml")
        }
        Absence::EndedSessions => !["ended_sessions", "CREATE TABLE sessions"].iter().any(|word| files.hold("services/", word)),
        Absence::GrpcServer => {
            !files.0.iter().any(|(path, text)| path.ends_with("package.json") && holds(text, "grpc-js"))
                && !files.hold("services/", "import grpc")
        }
        Absence::GraphqlResolvers => !package(&["graphql", "graphql-yoga", "@apollo/server"]) && !files.hold(&folder, "strawberry"),
        Absence::WebsocketServer => !package(&["ws", "socket.io"]) && !files.hold(&folder, "WebSocket"),
        Absence::Reader => !files.end(&folder, "/store/reader.js") && !files.end(&folder, "/reader.py"),
    }
}

fn holds(text: &[u8], word: &str) -> bool {
    String::from_utf8_lossy(text).contains(word)
}
