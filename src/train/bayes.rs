//! Fits naive Bayes to counts: linfa's multinomial one, on two classes at a time.

use linfa::dataset::Dataset;
use linfa::traits::Fit;
use linfa_bayes::MultinomialNb;
use ndarray::{Array1, Array2};
use serde_json::Value;

use super::counts::{Counts, SCRIPTS};
use crate::bayes::LogOdds;
use crate::chain::LABELS;
use crate::error::{Error, Result};
use crate::label::Label;

/// Additive smoothing of each contrast, in counts of the smaller class. Of spam there is much less, and its words are
/// rarely anybody else's.
const ARTICLE_SMOOTHING: f64 = 0.5;
const SPAM_SMOOTHING: f64 = 0.15;

/// The evidence of every bucket.
///
/// Both contrasts are fitted on class totals, which is all that multinomial naive Bayes needs. In each script the totals
/// of the larger class are scaled down to those of the smaller. Otherwise smoothing gives a bucket that was never seen
/// to the smaller class, and every rare character would speak for spam; and where most spam is Chinese and most pages
/// are not, every Chinese character would.
pub(super) fn evidence(counts: &Counts, about_the_article: bool) -> Result<Vec<LogOdds>> {
    let article = match about_the_article {
        true => contrast(counts, &[Label::Body], &[Label::Nav], ARTICLE_SMOOTHING)?,
        false => vec![0.0; counts.0.len()],
    };
    let spam = contrast(counts, &[Label::Spam], &[Label::Body, Label::Nav], SPAM_SMOOTHING)?;
    Ok(article.into_iter().zip(spam).map(|(article, spam)| [article as f32, spam as f32]).collect())
}

/// Log-odds of one class of labels against another for every bucket, by [`MultinomialNb`]; 0 if a class has no counts.
fn contrast(counts: &Counts, class: &[Label], against: &[Label], smoothing: f64) -> Result<Vec<f64>> {
    let classes = [class, against];
    let count = |counts: &[u32; LABELS], class: usize| -> f64 {
        classes[class].iter().map(|label| f64::from(counts[label.index()])).sum()
    };
    // By script, then by class.
    let sums: [[f64; 2]; SCRIPTS] = std::array::from_fn(|script| {
        [0, 1].map(|class| counts.0.iter().map(|bucket| count(&bucket[script], class)).sum())
    });
    let scale: [[f64; 2]; SCRIPTS] =
        sums.map(|sums| sums.map(|sum| if sum > 0.0 { sums[0].min(sums[1]) / sum } else { 0.0 }));
    let buckets = counts.0.len();
    if scale.iter().all(|scale| scale[0] == 0.0) {
        return Ok(vec![0.0; buckets]);
    }
    let totals = Array2::from_shape_fn((2, buckets), |(class, bucket)| {
        counts.0[bucket].iter().zip(scale).map(|(counts, scale)| count(counts, class) * scale[class]).sum()
    });
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
        let counts = Counts([[8, 1, 0], [0, 3, 2], [0, 0, 0], [0, 0, 0]].map(|counts| [counts, [0; 3]]).to_vec());
        let evidence = evidence(&counts, true).unwrap();
        // Nav is the smaller class with 4; body's 8 become 4. Then each has 4 + 4 * 0.5 counts.
        assert!((evidence[0][0] - (4.5_f32 / 1.5).ln()).abs() < 1e-6);
        assert!((evidence[1][0] - (0.5_f32 / 3.5).ln()).abs() < 1e-6);
        // Spam has 2; the 9 and 3 of the honest become 1.5 and 0.5.
        assert!((evidence[0][1] - (0.15_f32 / 1.65).ln()).abs() < 1e-6);
        assert!((evidence[1][1] - (2.15_f32 / 0.65).ln()).abs() < 1e-6);
        assert_eq!(evidence[2], [0.0, 0.0]);
    }

    #[test]
    fn a_class_without_counts_says_nothing() {
        let evidence = evidence(&Counts(vec![[[8, 1, 0], [0; 3]], [[0, 3, 0], [0; 3]]]), true).unwrap();
        assert!(evidence.iter().all(|entry| entry[1] == 0.0 && entry[0] != 0.0));
    }
}
