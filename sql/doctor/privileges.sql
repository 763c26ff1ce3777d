-- Runs in a transaction that is rolled back.
CREATE TABLE sparkify_tui_doctor (n INTEGER);
INSERT INTO sparkify_tui_doctor VALUES (1);
DROP TABLE sparkify_tui_doctor;
