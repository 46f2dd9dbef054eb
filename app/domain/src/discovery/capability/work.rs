//! Work: what people do together in a tool of their own.

use super::*;
use FieldType::{Boolean, Decimal, Integer, String as Text, Timestamp, Uuid};

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
    entities: &[
        plain("projects", &[("name", Text), ("description", Text), ("due", Timestamp), ("archived", Boolean)]),
        plain(
            "tasks",
            &[("project_id", Uuid), ("title", Text), ("assignee_id", Uuid), ("status", Text), ("due", Timestamp), ("position", Integer)],
        ),
        personal("comments", &[("task_id", Uuid), ("author_id", Uuid), ("text", Text)]),
    ],
    operations: &["Open a project", "Add a task", "Finish a task", "Comment"],
    emits: &[emits("task.assigned", "Somebody got something to do.", &[("task_id", Uuid), ("user_id", Uuid), ("due", Timestamp)])],
    load_percent: 40,
    reads_per_write: 6,
    journey: "Finish a task",
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
    entities: &[
        plain("articles", &[("title", Text), ("slug", Text), ("body", Text), ("status", Text), ("published_at", Timestamp)]),
        plain("revisions", &[("article_id", Uuid), ("number", Integer), ("body", Text), ("author_id", Uuid)]),
        plain("tags", &[("article_id", Uuid), ("name", Text), ("position", Integer)]),
    ],
    operations: &["Write an article", "Publish", "Take it back", "List by tag"],
    shape: Shape::Documents,
    emits: &[emits("content.published", "An article went public.", &[("article_id", Uuid), ("title", Text)])],
    load_percent: 40,
    reads_per_write: 100,
    journey: "Read an article",
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
    entities: &[
        plain("courses", &[("title", Text), ("description", Text), ("level", Text), ("price", Decimal), ("published", Boolean)]),
        plain("lessons", &[("course_id", Uuid), ("title", Text), ("position", Integer), ("minutes", Integer), ("content", Text)]),
        personal("enrolments", &[("course_id", Uuid), ("user_id", Uuid), ("progress_percent", Integer), ("finished_at", Timestamp)]),
        personal("certificates", &[("enrolment_id", Uuid), ("number", Text), ("issued_at", Timestamp)]),
    ],
    operations: &["Enrol", "Take a lesson", "Record progress", "Issue a certificate"],
    emits: &[emits("course.completed", "A learner finished.", &[("course_id", Uuid), ("user_id", Uuid)])],
    load_percent: 40,
    reads_per_write: 15,
    journey: "Take a lesson",
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
    entities: &[
        health("patients", &[("name", Text), ("born", Timestamp), ("insurance_number", Text), ("phone", Text), ("consented", Boolean)]),
        health("encounters", &[("patient_id", Uuid), ("reason", Text), ("findings", Text), ("seen_by", Text), ("at", Timestamp)]),
        health("treatments", &[("encounter_id", Uuid), ("code", Text), ("description", Text), ("started_at", Timestamp)]),
    ],
    operations: &["Open a record", "Add a finding", "Prescribe a treatment", "Show who looked"],
    load_percent: 20,
    reads_per_write: 5,
    journey: "Open a record",
    ..BASE
};

pub const APPROVALS: Capability = Capability {
    slug: "approvals",
    label: "Approvals",
    hint: "Steps, rules, sign-off",
    icon: "circle-check",
    context: "Approvals",
    purpose: "What has to be agreed to, by whom, in which order.",
    service: "approval-service",
    path: "/api/approvals",
    entities: &[
        personal(
            "requests",
            &[("subject", Text), ("requester_id", Uuid), ("approver_id", Uuid), ("amount", Decimal), ("status", Text), ("due", Timestamp)],
        ),
        personal("sign_offs", &[("request_id", Uuid), ("approver", Text), ("agreed", Boolean), ("reason", Text), ("at", Timestamp)]),
        plain("approval_rules", &[("name", Text), ("condition", Text), ("approvers", Text), ("position", Integer)]),
    ],
    operations: &["Ask for an approval", "List what waits for me", "Agree or refuse", "Pass it on"],
    emits: &[emits("approval.requested", "Somebody is asked to agree.", &[("request_id", Uuid), ("user_id", Uuid)])],
    journey: "Approve a request",
    ..BASE
};

pub const LEAVE: Capability = Capability {
    slug: "leave",
    label: "Leave and absences",
    hint: "Requests, approvers, balances",
    icon: "clock",
    family: Family::Work,
    context: "Leave",
    purpose: "Who is away from when to when, who agreed to it, and how many days are left.",
    service: "leave-service",
    path: "/api/leave",
    entities: &[
        personal(
            "leave_requests",
            &[
                ("requester_id", Uuid),
                ("kind", Text),
                ("starts_on", Timestamp),
                ("ends_on", Timestamp),
                ("approver_id", Uuid),
                ("status", Text),
                ("reason", Text),
            ],
        ),
        personal("leave_balances", &[("user_id", Uuid), ("kind", Text), ("year", Integer), ("days_left", Decimal)]),
    ],
    operations: &["Ask for leave", "List what waits for me", "Approve or refuse", "Show the days left"],
    emits: &[
        emits(
            "leave.requested",
            "Somebody asks for leave.",
            &[("leave_request_id", Uuid), ("approver_id", Uuid), ("starts_on", Timestamp), ("ends_on", Timestamp)],
        ),
        emits("leave.decided", "A request for leave was approved or refused.", &[("leave_request_id", Uuid), ("status", Text)]),
    ],
    load_percent: 5,
    journey: "Ask for leave",
    ..BASE
};

pub const WORKFLOW: Capability = Capability {
    slug: "workflow",
    label: "Workflows",
    hint: "Definitions, runs, timers",
    icon: "workflow",
    context: "Workflow",
    purpose: "Which step comes next, who or what does it, and what happens when nobody does.",
    service: "workflow-service",
    path: "/api/workflows",
    entities: &[
        plain("workflow_definitions", &[("name", Text), ("version", Integer), ("steps", Text), ("active", Boolean)]),
        plain("workflow_runs", &[("workflow_definition_id", Uuid), ("subject", Text), ("status", Text), ("started_at", Timestamp)]),
        plain("workflow_steps", &[("workflow_run_id", Uuid), ("name", Text), ("assignee", Text), ("due", Timestamp), ("done", Boolean)]),
    ],
    operations: &["Define a workflow", "Start a run", "Finish a step", "Escalate what is late"],
    emits: &[emits("workflow.finished", "A run came to its end.", &[("workflow_run_id", Uuid), ("outcome", Text)])],
    consumes: &["approval.requested", "ticket.opened", "record.imported"],
    load_percent: 8,
    reads_per_write: 3,
    journey: "Finish a step",
    ..BASE
};
