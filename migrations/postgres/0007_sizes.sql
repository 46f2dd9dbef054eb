-- What each project takes: the bytes of its designs and edits, so that what an owner keeps is known without reading it.
ALTER TABLE projects ADD COLUMN stored_bytes BIGINT NOT NULL DEFAULT 0;
UPDATE projects SET stored_bytes = (SELECT coalesce(sum(octet_length(edits)), 0) FROM revisions WHERE project = projects.id)
    + (SELECT coalesce(sum(octet_length(edits)), 0) FROM set_aside WHERE project = projects.id)
    + (SELECT coalesce(sum(octet_length(design)), 0) FROM snapshots WHERE project = projects.id);
