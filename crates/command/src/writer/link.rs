//! The way of a running batch to the rows that the working set does not know.

use super::flight::Aloft;
use store::{Conn, DbError, DbResult, Head, Load, Loaded, Row, Source, Store};
use uuid::Uuid;

/// Begins the batch's transaction only when the database is needed, and reads beside a flight that has the writing connection.
pub(crate) struct Link<'a> {
    pub(crate) store: &'a Store,
    pub(crate) tenant: Uuid,
    /// Where the company's log stands below the batch.
    pub(crate) base: &'a Head,
    pub(crate) conn: &'a mut Option<Conn>,
    pub(crate) reader: &'a mut Option<Conn>,
    pub(crate) flight: Option<&'a mut Aloft>,
    /// Rows are loaded from snapshots, because beginning the transaction might have to wait for a lock.
    pub(crate) avoids_lock: bool,
    /// The transaction of the batch is open on `conn`.
    pub(crate) has_begun: &'a mut bool,
}

/// The connection in `slot`, opened where there is none.
pub(crate) fn writing<'a>(store: &Store, tenant: Uuid, slot: &'a mut Option<Conn>) -> DbResult<&'a mut Conn> {
    let conn = take_writing(store, tenant, slot)?;
    Ok(slot.insert(conn))
}

/// Takes the connection from `slot`; a new one where there is none.
pub(crate) fn take_writing(store: &Store, tenant: Uuid, slot: &mut Option<Conn>) -> DbResult<Conn> {
    slot.take().map_or_else(|| store.writer(tenant).map_err(only_this_company), Ok)
}

/// A file that cannot be opened loses no committed data: only its company is unavailable.
fn only_this_company(error: DbError) -> DbError {
    if let DbError::Fatal(why) = error { DbError::Defect(why) } else { error }
}

impl Link<'_> {
    /// Waits for the flight and takes its connection back.
    fn land(&mut self) -> DbResult<()> {
        let Some(flight) = &mut self.flight else { return Ok(()) };
        if let Some(conn) = flight.wait()? {
            *self.conn = Some(conn);
        }
        Ok(())
    }

    /// Begins the transaction and loads. The head must stand where the batch believed it to be.
    fn begin(&mut self, loads: &[Load]) -> DbResult<Vec<Vec<Row>>> {
        self.land()?;
        let conn = writing(self.store, self.tenant, self.conn)?;
        *self.has_begun = true;
        let (head, rows) = conn.begin_write(self.tenant, loads)?;
        if head == *self.base { Ok(rows) } else { Err(DbError::Stale) }
    }

    /// Loads from a snapshot that holds the commands before the flight, with those of the flight or without.
    fn load_beside(&mut self, before: &Head, loads: &[Load]) -> DbResult<Loaded> {
        let reader = match self.reader {
            Some(reader) => reader,
            None => self.reader.insert(self.store.loader(self.tenant).map_err(only_this_company)?),
        };
        match reader.load_snapshot(self.tenant, loads) {
            Ok((head, rows)) if head == *before || head == *self.base => {
                Ok(Loaded { rows, is_behind: head == *before && head != *self.base })
            }
            Ok(_) => Err(DbError::Stale),
            Err(error) => {
                *self.reader = None;
                Err(error)
            }
        }
    }
}

impl Source for Link<'_> {
    fn load(&mut self, loads: &[Load]) -> DbResult<Loaded> {
        if let Some(flight) = &mut self.flight
            && !flight.has_landed()
        {
            let before = flight.before.clone();
            return self.load_beside(&before, loads);
        }
        if self.avoids_lock && !*self.has_begun {
            return self.load_beside(&self.base.clone(), loads);
        }
        let rows = if *self.has_begun { self.transaction()?.load(loads)? } else { self.begin(loads)? };
        Ok(Loaded { rows, is_behind: false })
    }

    fn transaction(&mut self) -> DbResult<&mut Conn> {
        if !*self.has_begun {
            self.begin(&[])?;
        }
        writing(self.store, self.tenant, self.conn)
    }
}
