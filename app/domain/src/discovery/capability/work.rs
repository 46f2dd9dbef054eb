//! Work: what people do together in a tool of their own.

use super::*;
use FieldType::{String as Text, Timestamp, Uuid};

pub const PROJECTS: Capability = Capability {
    slug: "projects",
    label: "Projects and tasks",
    hint: "Boards, tasks, comments",
    icon: "table-2",
    context: "Projects",
    purpose: "Who does what until when.",
    subdomain: Subdomain::Core,
    service: "project-service",
    path: "/api/projects",
    entities: &[plain("projects"), plain("tasks"), personal("comments")],
    emits: &[emits("task.assigned", "Somebody got something to do.", &[("task_id", Uuid), ("user_id", Uuid), ("due", Timestamp)])],
    load_percent: 40,
    reads_per_write: 6,
    journey: "Finish a task",
    words: &["project", "task", "kanban", "to-do", "todo", "collaborat"],
    ..BASE
};

pub const CONTENT: Capability = Capability {
    slug: "content",
    label: "Content",
    hint: "Pages, articles, drafts",
    icon: "file-text",
    context: "Content",
    purpose: "What is written, by whom, and what the public sees of it.",
    service: "content-service",
    path: "/api/content",
    entities: &[plain("articles"), plain("revisions"), plain("tags")],
    shape: Shape::Documents,
    emits: &[emits("content.published", "An article went public.", &[("article_id", Uuid), ("title", Text)])],
    load_percent: 40,
    reads_per_write: 100,
    journey: "Read an article",
    words: &["content", "article", "blog", "news", "cms", "publish", "magazine"],
    ..BASE
};

pub const LEARNING: Capability = Capability {
    slug: "learning",
    label: "Courses",
    hint: "Lessons, progress, certificates",
    icon: "bookmark",
    context: "Learning",
    purpose: "What can be learned, and how far each learner is.",
    subdomain: Subdomain::Core,
    service: "course-service",
    path: "/api/courses",
    entities: &[plain("courses"), plain("lessons"), personal("enrolments"), personal("certificates")],
    emits: &[emits("course.completed", "A learner finished.", &[("course_id", Uuid), ("user_id", Uuid)])],
    load_percent: 40,
    reads_per_write: 15,
    journey: "Take a lesson",
    words: &["course", "lesson", "learn", "school", "student", "training", "quiz"],
    ..BASE
};

pub const RECORDS: Capability = Capability {
    slug: "records",
    label: "Health records",
    hint: "Patients, findings, treatments",
    icon: "shield-check",
    context: "Care",
    purpose: "What is known about a patient's health, and who may see it.",
    subdomain: Subdomain::Core,
    service: "record-service",
    path: "/api/records",
    entities: &[("patients", Sensitivity::Health), ("encounters", Sensitivity::Health), ("treatments", Sensitivity::Health)],
    load_percent: 20,
    reads_per_write: 5,
    journey: "Open a record",
    words: &["patient", "health", "medical", "treatment", "hospital", "clinic"],
    ..BASE
};

pub const APPROVALS: Capability = Capability {
    slug: "approvals",
    label: "Approvals",
    hint: "Steps, rules, sign-off",
    icon: "workflow",
    context: "Approvals",
    purpose: "What has to be agreed to, by whom, in which order.",
    service: "approval-service",
    path: "/api/approvals",
    entities: &[plain("requests"), personal("sign_offs"), plain("approval_rules")],
    emits: &[emits("approval.requested", "Somebody is asked to agree.", &[("request_id", Uuid), ("user_id", Uuid)])],
    journey: "Approve a request",
    words: &["approv", "workflow", "sign-off", "process"],
    ..BASE
};
