BEGIN TRANSACTION;
CREATE TABLE adjustments (
	adjustment_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	vendor_id VARCHAR NOT NULL, 
	level_id VARCHAR NOT NULL, 
	month DATE NOT NULL, 
	row_key VARCHAR, 
	reason TEXT NOT NULL, 
	requested_by VARCHAR NOT NULL, 
	requested_at DATETIME NOT NULL, 
	PRIMARY KEY (adjustment_id), 
	CHECK (kind IN ('waiver', 'dispute'))
);
INSERT INTO "adjustments" VALUES(1,'waiver','V01','L01','2026-10-01',NULL,'台风停工','王芳','2026-11-02 12:00:00.000000');
CREATE TABLE decisions (
	decision_id INTEGER NOT NULL, 
	adjustment_id INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	decided_by VARCHAR NOT NULL, 
	decided_at DATETIME NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (decision_id), 
	CHECK (state IN ('accepted', 'rejected', 'withdrawn')), 
	FOREIGN KEY(adjustment_id) REFERENCES adjustments (adjustment_id)
);
INSERT INTO "decisions" VALUES(1,1,'accepted','赵敏','2026-11-02 12:00:00.000000','已核实');
CREATE TABLE publications (
	publication_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	vendor_id VARCHAR, 
	month DATE NOT NULL, 
	content TEXT NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	warehouse_version VARCHAR NOT NULL, 
	definitions_version VARCHAR NOT NULL, 
	published_by VARCHAR NOT NULL, 
	published_at DATETIME NOT NULL, 
	PRIMARY KEY (publication_id), 
	CHECK (kind IN ('statement', 'cells'))
);
INSERT INTO "publications" VALUES(1,'statement','V01','2026-10-01','{"credit":"2000"}','a39965fe23aea6408d6620ed92cef4779ea57f818db301d1cd5ef37dffa3a254','warehouse-1','2026.11','李雷','2026-11-02 12:00:00.000000');
CREATE TABLE rebases (
	rebase_id INTEGER NOT NULL, 
	kpi VARCHAR NOT NULL, 
	vendor_id VARCHAR, 
	site_id VARCHAR, 
	from_on DATE NOT NULL, 
	reason TEXT NOT NULL, 
	rebased_by VARCHAR NOT NULL, 
	rebased_at DATETIME NOT NULL, 
	PRIMARY KEY (rebase_id), 
	CHECK (vendor_id IS NULL OR site_id IS NULL)
);
INSERT INTO "rebases" VALUES(1,'nps',NULL,NULL,'2026-04-01','新问卷','王芳','2026-11-02 12:00:00.000000');
CREATE TABLE schema_version (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "schema_version" VALUES(2);
CREATE TABLE withdrawals (
	withdrawal_id INTEGER NOT NULL, 
	rebase_id INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	withdrawn_by VARCHAR NOT NULL, 
	withdrawn_at DATETIME NOT NULL, 
	PRIMARY KEY (withdrawal_id), 
	FOREIGN KEY(rebase_id) REFERENCES rebases (rebase_id)
);
INSERT INTO "withdrawals" VALUES(1,1,'wrong month','J. Doe','2026-11-02 12:00:00.000000');
CREATE INDEX adjustments_by_vendor ON adjustments (vendor_id, month);
CREATE INDEX publications_by_vendor ON publications (kind, month, vendor_id);
CREATE INDEX rebases_by_kpi ON rebases (kpi);
CREATE INDEX decisions_by_adjustment ON decisions (adjustment_id);
CREATE INDEX withdrawals_by_rebase ON withdrawals (rebase_id);
CREATE TRIGGER adjustments_keep_on_UPDATE BEFORE UPDATE ON adjustments
BEGIN SELECT RAISE(ABORT, 'adjustments is append-only'); END;
CREATE TRIGGER adjustments_keep_on_DELETE BEFORE DELETE ON adjustments
BEGIN SELECT RAISE(ABORT, 'adjustments is append-only'); END;
CREATE TRIGGER decisions_keep_on_UPDATE BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER decisions_keep_on_DELETE BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER publications_keep_on_UPDATE BEFORE UPDATE ON publications
BEGIN SELECT RAISE(ABORT, 'publications is append-only'); END;
CREATE TRIGGER publications_keep_on_DELETE BEFORE DELETE ON publications
BEGIN SELECT RAISE(ABORT, 'publications is append-only'); END;
CREATE TRIGGER rebases_keep_on_UPDATE BEFORE UPDATE ON rebases
BEGIN SELECT RAISE(ABORT, 'rebases is append-only'); END;
CREATE TRIGGER rebases_keep_on_DELETE BEFORE DELETE ON rebases
BEGIN SELECT RAISE(ABORT, 'rebases is append-only'); END;
CREATE TRIGGER withdrawals_keep_on_UPDATE BEFORE UPDATE ON withdrawals
BEGIN SELECT RAISE(ABORT, 'withdrawals is append-only'); END;
CREATE TRIGGER withdrawals_keep_on_DELETE BEFORE DELETE ON withdrawals
BEGIN SELECT RAISE(ABORT, 'withdrawals is append-only'); END;
CREATE TRIGGER adjustments_keep_on_replace BEFORE INSERT ON adjustments
WHEN EXISTS (SELECT 1 FROM adjustments WHERE adjustment_id = NEW.adjustment_id)
BEGIN SELECT RAISE(ABORT, 'adjustments is append-only'); END;
CREATE TRIGGER decisions_keep_on_replace BEFORE INSERT ON decisions
WHEN EXISTS (SELECT 1 FROM decisions WHERE decision_id = NEW.decision_id)
BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER publications_keep_on_replace BEFORE INSERT ON publications
WHEN EXISTS (SELECT 1 FROM publications WHERE publication_id = NEW.publication_id)
BEGIN SELECT RAISE(ABORT, 'publications is append-only'); END;
CREATE TRIGGER rebases_keep_on_replace BEFORE INSERT ON rebases
WHEN EXISTS (SELECT 1 FROM rebases WHERE rebase_id = NEW.rebase_id)
BEGIN SELECT RAISE(ABORT, 'rebases is append-only'); END;
CREATE TRIGGER withdrawals_keep_on_replace BEFORE INSERT ON withdrawals
WHEN EXISTS (SELECT 1 FROM withdrawals WHERE withdrawal_id = NEW.withdrawal_id)
BEGIN SELECT RAISE(ABORT, 'withdrawals is append-only'); END;
COMMIT;
