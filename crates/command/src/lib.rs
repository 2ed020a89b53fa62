//! Commands change, queries read: what a module offers, and the one writer per company that applies commands.
//!
//! Start at [`Command`] (what a module's author writes) and [`Tx`] (what it may do); [`Writers`] is how
//! commands reach the database in batches; [`Module`] is a module's table of contents.

mod also_at;
mod approval;
mod check;
mod command;
mod contradictions;
mod data_step;
mod definitions;
mod document;
mod effect;
mod endpoint;
mod errors;
mod event;
mod export;
mod feature;
mod files;
mod give_way;
mod imports;
mod inbound;
mod input;
mod job;
mod live_topic;
mod log;
mod menu;
mod metadata;
mod operation;
mod outbound;
mod permission;
mod proof;
mod query;
mod registry;
mod report;
mod report_definition;
mod second_shape;
mod setting;
mod strict_json;
mod tx;
mod verify;
mod writer;

pub use also_at::AlsoAt;
pub use approval::{
    Approvable, ApprovableEntry, Approvals, FactName, Facts, Judged, OpenRequest, Verdict, WaitingStep,
    WaitsForApproval,
};
pub use check::{Check, Finding};
pub use command::{AnyCommand, Command, Earlier, Response, Typed};
pub use data_step::{DataStep, DataStepRow, RunDataStep, run_data_step};
pub use definitions::{
    ActorEmail, CodeOf, CompanyCurrency, CompanyTimezone, CustomFields, Definitions, DocumentKind, FindRow,
    HasAttachment, PERIODS, ResourceCommands, ResourceDefinition,
};
pub use document::{
    ComputedField, DocumentDefinition, JoinedField, Part, RowView, StatesDefinition, Transition, ViewField,
};
pub use effect::{Effect, EffectEntry, with_field};
pub use endpoint::{ActsOn, CommandEntry, Documentation, GROUP_BY, Method, Operation, QueryEntry};
pub use errors::{outcome_unknown, permission_denied, stopping, too_wide_for_a_sheet, wrong_signature};
pub use event::{Commit, Event, EventEntry, EventRow, Subscriber, Told};
pub use export::{Cell, Export, ExportEntry, ExportFormat, OpenExport, Pages, Rows, column, optional_column, unmarked};
pub use feature::{Feature, features_off, require_on};
pub use files::{FileAnswer, FileLink, ReceivedFile, StoredFile};
pub use give_way::give_way;
pub use imports::{FileContent, ImportJob, ImportProgress, ImportReport, ImportTarget, RunImport};
pub use inbound::{
    AnswerChallenge, DoorAnswer, HookSecrets, InboundHook, InboundMessage, InboundRequest, ProcessMessage, Verified,
    VerifyMessage,
};
pub use input::{Input, from_json, from_parameters, from_value, json, json_object};
pub use job::{
    AwaitedJob, Job, JobContext, JobEntry, JobKind, JobQueue, JobSignal, JobState, JobsOfEvent, KeptFiles, OwnJob,
    Secrets, WantedJob,
};
pub use live_topic::LiveTopic;
pub use log::{CommandBody, CommandRow, Series, SeriesKind, chain_hash};
pub use menu::{MenuEntry, MenuTarget};
pub use metadata::{
    ActionMeta, CUSTOM_FIELDS, Choice, CommandMeta, CommandResult, EachText, FieldGroup, FieldMeta, ListColumn,
    ListOrder, Metadata, PartMeta, RelatedMeta, ReportMeta, ResourceMeta, ResourcePermissions, StatesMeta,
    TransitionMeta, each_text_within, texts,
};
pub use operation::{AnyOperation, OperationContext, OperationalCommand};
pub use outbound::{Outbound, OutboundAnswer, OutboundRequest, SendError};
pub use permission::{Grant, Grants, PARTY_TABLE, SITE_TABLE, Scope, Scopes, grants};
pub use proof::{Proofs, Proved, prove};
pub use query::{Query, QueryContext};
pub use registry::{Module, Registry};
pub use report::{
    BeginReport, FILE_FIELDS, FILE_FIELDS_MEANING, NextRows, OpenReport, Report, ReportEntry, ReportFormat, ReportHead,
    ReportPart, Row, RowKind, TakeRow, refuse_pages, serve_report,
};
pub use report_definition::{ColumnKind, Link, ReportColumn, ReportDefinition, ReportParameter, Source};
pub use second_shape::SecondShape;
pub use setting::{
    SEALED, Secret, Setting, SettingChange, SettingDefinition, SettingKind, SettingLevel, SettingPlace, SettingValue,
    chosen, chosen_row, setting,
};
pub use tx::{CommandContext, Tx};
pub use verify::{log_holds, verify_chain};
pub use writer::{APPROVAL, Answer, Authorise, DrySequence, Lane, Limits, SYSTEM, Submission, WouldBe, Writers};

use store::{Migration, Record, TABLES, migration};

/// The log as a module, the first of every program: its tables, those of settings and those of the store.
pub(crate) fn module() -> Module {
    let log = [CommandRow::TABLE, CommandBody::TABLE, Series::TABLE, DataStepRow::TABLE, EventRow::TABLE];
    let settings = [SettingValue::TABLE, SettingChange::TABLE];
    let tables = TABLES.into_iter().chain(log).chain(settings).collect();
    Module {
        name: "command",
        migrations: migrations(),
        tables,
        problems: errors::PROBLEMS,
        checks: verify::checks(),
        ..Module::default()
    }
}

/// What makes the tables of the log, of settings and of events, part of every tenant.
pub fn migrations() -> Vec<Migration> {
    vec![
        migration!("command", 1, "log"),
        migration!("command", 2, "settings"),
        migration!("command", 3, "events"),
        migration!("command", 4, "series_first"),
    ]
}
