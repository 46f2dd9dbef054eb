-- A save that comes twice is found among the revisions since its base. The index of all of them, which this takes away, made every
-- save write a page more.
ALTER TABLE revisions DROP CONSTRAINT revisions_project_client_save_key;
