//! Fits naive Bayes to counts: linfa's multinomial one, on two classes at a time.

use linfa::dataset::Dataset;
use linfa::traits::Fit;
use linfa_bayes::MultinomialNb;
use ndarray::{Array1, Array2};
use serde_json::Value;

use super::counts::Counts;
use crate::bayes::Evidence;
use crate::error::{Error, Result};
use crate::features::Group;
use crate::label::Label;

/// Additive smoothing of a group, in counts of its smaller class.
fn smoothing(group: Group) -> f64 {
    match group {
        Group::Grams => 0.1,
        Group::Words => 0.3,
        _ => 0.5,
    }
}

/// The evidence of every bucket.
///
/// Both contrasts are fitted on class totals, which is all that multinomial naive Bayes needs. The totals of the
/// larger class are scaled down to those of the smaller: otherwise smoothing gives a bucket that was never seen to
/// the smaller class, and every rare character would speak for spam.
pub(super) fn evidence(group: Group, counts: &Counts) -> Result<Vec<Evidence>> {
    let of = |label: Label| move |counts: &[u32; 3]| f64::from(counts[label.index()]);
    let honest = |counts: &[u32; 3]| of(Label::Body)(counts) + of(Label::Nav)(counts);
    let article = contrast(counts, of(Label::Body), of(Label::Nav), smoothing(group))?;
    let spam = contrast(counts, of(Label::Spam), honest, smoothing(group))?;
    Ok(article.into_iter().zip(spam).map(|(article, spam)| [article as f32, spam as f32]).collect())
}

/// Log-odds of one class against another for every bucket, by [`MultinomialNb`]; 0 if a class has no counts.
fn contrast(
    counts: &Counts,
    class: impl Fn(&[u32; 3]) -> f64,
    against: impl Fn(&[u32; 3]) -> f64,
    smoothing: f64,
) -> Result<Vec<f64>> {
    let rows: [Vec<f64>; 2] = [counts.0.iter().map(class).collect(), counts.0.iter().map(against).collect()];
    let sums = [0, 1].map(|row: usize| rows[row].iter().sum::<f64>());
    let smaller = sums[0].min(sums[1]);
    if smaller == 0.0 {
        return Ok(vec![0.0; counts.0.len()]);
    }
    let buckets = counts.0.len();
    let totals = Array2::from_shape_fn((2, buckets), |(row, bucket)| rows[row][bucket] * smaller / sums[row]);
    let failed = |error: &dyn std::fmt::Display| Error::data(format!("naive Bayes cannot be fitted: {error}"));
    let model = MultinomialNb::params()
        .alpha(smoothing)
        .fit(&Dataset::new(totals, Array1::from(vec![0_usize, 1])))
        .map_err(|error| failed(&error))?;
    // The crate has no accessors; its serialised form has all there is to know.
    let model = serde_json::to_value(&model).map_err(|error| failed(&error))?;
    let class = log_probabilities(&model, "0", buckets)?;
    let against = log_probabilities(&model, "1", buckets)?;
    Ok(class.zip(against).map(|(class, against)| class - against).collect())
}

fn log_probabilities<'a>(model: &'a Value, class: &str, buckets: usize) -> Result<impl Iterator<Item = f64> + 'a> {
    let numbers = model["class_info"][class]["feature_log_prob"]["data"].as_array();
    let numbers = numbers.filter(|numbers| numbers.len() == buckets);
    let numbers = numbers.ok_or_else(|| Error::data("linfa-bayes has changed the form of its model"))?;
    Ok(numbers.iter().map(|number| number.as_f64().unwrap_or(f64::NAN)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_odds_of_scaled_counts() {
        let counts = Counts(vec![[8, 1, 0], [0, 3, 2], [0, 0, 0], [0, 0, 0]]);
        let evidence = evidence(Group::Shape, &counts).unwrap();
        // Nav is the smaller class with 4; body's 8 become 4. Then each has 4 + 4 * 0.5 counts.
        assert!((evidence[0][0] - (4.5_f32 / 1.5).ln()).abs() < 1e-6);
        assert!((evidence[1][0] - (0.5_f32 / 3.5).ln()).abs() < 1e-6);
        // Spam has 2; the 9 and 3 of the honest become 1.5 and 0.5.
        assert!((evidence[0][1] - (0.5_f32 / 2.0).ln()).abs() < 1e-6);
        assert!((evidence[1][1] - (2.5_f32 / 1.0).ln()).abs() < 1e-6);
        assert_eq!(evidence[2], [0.0, 0.0]);
    }

    #[test]
    fn a_class_without_counts_says_nothing() {
        let evidence = evidence(Group::Shape, &Counts(vec![[8, 1, 0], [0, 3, 0]])).unwrap();
        assert!(evidence.iter().all(|entry| entry[1] == 0.0 && entry[0] != 0.0));
    }
}
