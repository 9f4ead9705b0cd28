-- SPDX-License-Identifier: Apache-2.0
-- Tables of JdbcPendingRequests, for PostgreSQL 12 and later and H2 2.x. May be run again: what is there stays.
-- Instants are to the millisecond. In texts that came by mail a backslash is doubled, NUL is written \u0000.

-- One row for each request; who changes it takes the next version. Each load request goes into one request only.
CREATE TABLE IF NOT EXISTS sts_request (
    token           VARCHAR(26)  NOT NULL PRIMARY KEY,
    added           BIGINT       GENERATED ALWAYS AS IDENTITY,
    message_id      VARCHAR(998) NOT NULL UNIQUE,
    service         VARCHAR(40)  NOT NULL,
    state           VARCHAR(40)  NOT NULL,
    version         BIGINT       NOT NULL,
    sender          VARCHAR(254) NOT NULL,
    sender_key      VARCHAR(254) NOT NULL,
    gateway         VARCHAR(254) NOT NULL,
    mail            BYTEA        NOT NULL,
    record_digest   VARCHAR(64)  UNIQUE,
    security_module VARCHAR,
    created_at      TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    changed_at      TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    attempts        INTEGER      NOT NULL,
    attempted_at    TIMESTAMP(3) WITH TIME ZONE,
    not_before      TIMESTAMP(3) WITH TIME ZONE,
    slow_after      TIMESTAMP(3) WITH TIME ZONE,
    deadline        TIMESTAMP(3) WITH TIME ZONE,
    notice_at       TIMESTAMP(3) WITH TIME ZONE,
    notice_kind     VARCHAR(40),
    notice_code     VARCHAR,
    notice_text     VARCHAR,
    notice_digest   VARCHAR,
    answer_at       TIMESTAMP(3) WITH TIME ZONE,
    answer_kind     VARCHAR(40),
    answer_code     VARCHAR,
    answer_text     VARCHAR,
    answer_digest   VARCHAR,
    seen            VARCHAR
);

CREATE INDEX IF NOT EXISTS sts_request_state ON sts_request (state, changed_at);

CREATE INDEX IF NOT EXISTS sts_request_attempts ON sts_request (sender_key, attempted_at);

-- The mail that was kept with the last change that had one, in parts: H2 takes 1 MiB in a column of this type.
CREATE TABLE IF NOT EXISTS sts_reply (
    token  VARCHAR(26) NOT NULL REFERENCES sts_request (token) ON DELETE CASCADE,
    part   INTEGER     NOT NULL,
    octets BYTEA       NOT NULL,
    PRIMARY KEY (token, part)
);

-- Who claims a request locks the row of its sender (in lower case), so the rate limit holds across nodes.
CREATE TABLE IF NOT EXISTS sts_sender (
    sender_key VARCHAR(254) NOT NULL PRIMARY KEY,
    claims     BIGINT       NOT NULL
);

-- Up to where each mailbox was read.
CREATE TABLE IF NOT EXISTS sts_mailbox (
    mailbox      VARCHAR(998) NOT NULL PRIMARY KEY,
    uid_validity BIGINT       NOT NULL,
    last_uid     BIGINT       NOT NULL
);

-- The identities of key management centres that operators approved.
CREATE TABLE IF NOT EXISTS sts_approved_kmc (
    kmc VARCHAR(254) NOT NULL PRIMARY KEY
);
