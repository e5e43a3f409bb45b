//! Pages in Arrow's columns.

use arrow_array::cast::AsArray;
use arrow_array::types::ByteArrayType;
use arrow_array::{Array, ArrayRef, GenericByteArray, make_array};
use arrow_schema::DataType;
use parasift::Input;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

use crate::capsule::failed;
use crate::source::Source;

/// Columns that are looked for where none is named, and what they hold.
const COLUMNS: [(&str, Input); 2] = [("html", Input::Html), ("text", Input::Text)];

/// The column of pages of tables, or arrays that are columns already; and what it holds by its name.
pub(crate) fn column(arrays: Vec<ArrayRef>, name: Option<&str>) -> PyResult<(Vec<ArrayRef>, Input)> {
    let Some(first) = arrays.first() else { return Ok((arrays, Input::Auto)) };
    let DataType::Struct(fields) = first.data_type() else {
        return match name {
            Some(name) => Err(PyValueError::new_err(format!("column {name:?} of what is a single column"))),
            None => Ok((arrays, Input::Auto)),
        };
    };
    let has = |name: &str| fields.iter().any(|field| field.name() == name);
    let known = || COLUMNS.into_iter().map(|(name, _)| name).find(|name| has(name));
    let Some(name) = name.map_or_else(known, |name| has(name).then_some(name)) else {
        let asked = name.map_or("html or text".to_owned(), |name| format!("{name:?}"));
        let names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
        let message = format!("no column {asked}: name one of {} with column=", names.join(", "));
        return Err(PyValueError::new_err(message));
    };
    let input = COLUMNS.into_iter().find(|(column, _)| *column == name).map_or(Input::Auto, |(_, input)| input);
    let columns = arrays.iter().filter_map(|array| array.as_struct().column_by_name(name).cloned());
    Ok((columns.collect(), input))
}

/// Arrays whose texts are UTF-8 for sure: what another library hands over is checked before it is read.
pub(crate) fn checked(arrays: Vec<ArrayRef>) -> PyResult<Vec<ArrayRef>> {
    let check = |array: ArrayRef| {
        let data = array.to_data();
        data.validate_full().map_err(failed)?;
        Ok(make_array(data))
    };
    arrays.into_iter().map(check).collect()
}

/// The pages of a column; `None` where there is none.
pub(crate) fn sources(array: &dyn Array) -> PyResult<Vec<Option<Source<'_>>>> {
    Ok(match array.data_type() {
        DataType::Utf8 => texts(array.as_string::<i32>()),
        DataType::LargeUtf8 => texts(array.as_string::<i64>()),
        DataType::Utf8View => array.as_string_view().iter().map(|text| text.map(Source::Text)).collect(),
        DataType::Binary => bytes(array.as_binary::<i32>()),
        DataType::LargeBinary => bytes(array.as_binary::<i64>()),
        DataType::BinaryView => array.as_binary_view().iter().map(|bytes| bytes.map(Source::Bytes)).collect(),
        DataType::Null => vec![None; array.len()],
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let values = sources(dictionary.values())?;
            let keys = dictionary.normalized_keys().into_iter().enumerate();
            keys.map(|(row, key)| if array.is_null(row) { None } else { values[key] }).collect()
        }
        other => {
            let message = format!("a column of {other}: pages are strings or binary, or a dictionary of them");
            return Err(PyTypeError::new_err(message));
        }
    })
}

fn texts<T: ByteArrayType<Native = str>>(array: &GenericByteArray<T>) -> Vec<Option<Source<'_>>> {
    array.iter().map(|text| text.map(Source::Text)).collect()
}

fn bytes<T: ByteArrayType<Native = [u8]>>(array: &GenericByteArray<T>) -> Vec<Option<Source<'_>>> {
    array.iter().map(|bytes| bytes.map(Source::Bytes)).collect()
}
